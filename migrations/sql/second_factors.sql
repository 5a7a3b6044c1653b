-- Recovery codes are their person's alone; a reset is asked for by an organisation or the platform.
SELECT pinhuo_protect('recovery_codes', 'person_id = (SELECT pinhuo_person()) OR (SELECT pinhuo_is_system())',
                      'person_id = (SELECT pinhuo_person()) OR (SELECT pinhuo_is_system())');
SELECT pinhuo_protect('factor_resets', 'organisation_id = (SELECT pinhuo_organisation()) OR (SELECT pinhuo_sees_all())',
                      'organisation_id = (SELECT pinhuo_organisation()) OR (SELECT pinhuo_sees_all())');

-- Whether somebody is of the platform's own people: their second factor is not for one person to take away.
CREATE FUNCTION parties_is_staff(p_person uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM members m JOIN organisations o ON o.id = m.organisation_id
                  WHERE m.person_id = p_person AND m.ended_at IS NULL AND o.kind = 'platform')
$$;
