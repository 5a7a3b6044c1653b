-- Takes back an application whose link nobody opened: the one way in which an organisation goes. It has had no member, so it has done
-- nothing; whatever else points at it by now keeps it. Behind its invitations, which whoever opens or renews one locks first.
CREATE FUNCTION admission_forget_unopened(p_organisation uuid, p_asked_before timestamptz, p_expired_before timestamptz)
RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT pinhuo_is_system() THEN
    RAISE EXCEPTION 'applications are forgotten by time alone' USING ERRCODE = 'insufficient_privilege';
  END IF;
  PERFORM 1 FROM invitations i WHERE i.organisation_id = p_organisation ORDER BY i.id FOR UPDATE;
  PERFORM 1 FROM organisations o JOIN admissions a ON a.organisation_id = o.id
    WHERE o.id = p_organisation AND o.state = 'invited' AND a.state = 'draft' AND a.created_at <= p_asked_before FOR UPDATE;
  IF NOT FOUND OR EXISTS (
    SELECT 1 FROM invitations i WHERE i.organisation_id = p_organisation
      AND (i.accepted_at IS NOT NULL OR i.invited_by IS NOT NULL OR i.expires_at > p_expired_before)
  ) THEN
    RETURN false;
  END IF;
  DELETE FROM invitations WHERE organisation_id = p_organisation;
  DELETE FROM admissions WHERE organisation_id = p_organisation;
  DELETE FROM organisations WHERE id = p_organisation;
  RETURN true;
EXCEPTION WHEN foreign_key_violation THEN
  RETURN false;
END
$$;
