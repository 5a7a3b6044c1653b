-- People and organisations behind row-level security. Who acts is found out by a few functions that run
-- as the owner, each of which answers one question for somebody who knows a secret.
CREATE FUNCTION pinhuo_person() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT nullif(current_setting('pinhuo.person', true), '')::uuid $$;

CREATE FUNCTION pinhuo_is_system() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT coalesce(current_setting('pinhuo.scope', true), '') = 'system' $$;

-- A place is seen by the person who has it and by the organisation that gave it.
SELECT pinhuo_protect('members',
  'organisation_id = (SELECT pinhuo_organisation()) OR person_id = (SELECT pinhuo_person()) OR (SELECT pinhuo_sees_all())',
  'organisation_id = (SELECT pinhuo_organisation()) OR (SELECT pinhuo_is_system())');

-- Sellers that trade and the platform are known to all; a buyer to those who sell to it. Whoever deals with
-- each other in another way than by an order is added here, and in parties_name below.
SELECT pinhuo_protect('organisations',
  $$kind = 'platform' OR (kind IN ('supplier', 'distributor') AND state IN ('admitted', 'suspended'))
    OR id = (SELECT pinhuo_organisation()) OR (SELECT pinhuo_sees_all())
    OR EXISTS (SELECT 1 FROM members m WHERE m.organisation_id = organisations.id
                AND m.person_id = (SELECT pinhuo_person()) AND m.ended_at IS NULL)
    OR EXISTS (SELECT 1 FROM orders o WHERE o.buyer_id = organisations.id
                AND o.seller_id = (SELECT pinhuo_organisation()))$$,
  'id = (SELECT pinhuo_organisation()) OR (SELECT pinhuo_sees_all())');

SELECT pinhuo_protect('bank_accounts',
  $$organisation_id = (SELECT pinhuo_organisation()) OR (SELECT pinhuo_sees_all())
    OR ((SELECT pinhuo_is_known())
        AND EXISTS (SELECT 1 FROM organisations o WHERE o.id = organisation_id AND o.kind = 'platform'))$$,
  'organisation_id = (SELECT pinhuo_organisation()) OR (SELECT pinhuo_is_system())');

SELECT pinhuo_protect('people',
  $$id = (SELECT pinhuo_person()) OR (SELECT pinhuo_sees_all())
    OR EXISTS (SELECT 1 FROM members m WHERE m.person_id = people.id
                AND m.organisation_id = (SELECT pinhuo_organisation()))$$,
  'id = (SELECT pinhuo_person()) OR (SELECT pinhuo_is_system())');

-- What proves who somebody is: nobody's but their own, the platform's people included.
SELECT pinhuo_protect(t, 'person_id = (SELECT pinhuo_person()) OR (SELECT pinhuo_is_system())',
                         'person_id = (SELECT pinhuo_person()) OR (SELECT pinhuo_is_system())')
  FROM unnest(ARRAY['credentials', 'password_resets']::regclass[]) AS t;

-- Sessions are their person's; an organisation may end those that act for it.
SELECT pinhuo_protect('sign_ins',
  $$person_id = (SELECT pinhuo_person()) OR (SELECT pinhuo_is_system())
    OR EXISTS (SELECT 1 FROM members m WHERE m.id = member_id AND m.organisation_id = (SELECT pinhuo_organisation()))$$,
  'person_id = (SELECT pinhuo_person()) OR (SELECT pinhuo_is_system())');
CREATE POLICY organisation_ends ON sign_ins FOR UPDATE
  USING (EXISTS (SELECT 1 FROM members m WHERE m.id = member_id AND m.organisation_id = (SELECT pinhuo_organisation())))
  WITH CHECK (ended_at IS NOT NULL);

SELECT pinhuo_protect('invitations', 'organisation_id = (SELECT pinhuo_organisation()) OR (SELECT pinhuo_sees_all())',
                      'organisation_id = (SELECT pinhuo_organisation()) OR (SELECT pinhuo_sees_all())');

-- Whose session a token opens, for whom they act, and how many places they have.
CREATE FUNCTION parties_viewer(p_token_hash bytea, p_at timestamptz)
RETURNS TABLE (id uuid, name varchar, email varchar, phone varchar, locale varchar, totp_confirmed_at timestamptz,
  second_factor_at timestamptz, roles varchar[], organisation_id uuid, organisation_name varchar, kind varchar,
  state varchar, time_zone varchar, currency varchar, region_code varchar, places bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
BEGIN
  RETURN QUERY
  SELECT p.id, p.name, p.email, p.phone, p.locale, p.totp_confirmed_at, s.second_factor_at, m.roles, o.id, o.name,
         o.kind, o.state, o.time_zone, o.currency, o.region_code,
         (SELECT count(*) FROM members c WHERE c.person_id = s.person_id AND c.ended_at IS NULL)
    FROM sign_ins s
    JOIN people p ON p.id = s.person_id
    LEFT JOIN members m ON m.id = s.member_id
    LEFT JOIN organisations o ON o.id = m.organisation_id
   WHERE s.token_hash = p_token_hash AND s.ended_at IS NULL AND s.expires_at > p_at
     AND (s.member_id IS NULL OR m.ended_at IS NULL);
END
$$;

-- Who signs in with a login, and the hash that their password must make.
CREATE FUNCTION parties_login(p_login text) RETURNS TABLE (person_id uuid, password_hash text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT p.id, c.password_hash FROM people p LEFT JOIN credentials c ON c.person_id = p.id
   WHERE p.email = p_login OR p.phone = p_login
$$;

-- What the link of an invitation opens, while it works.
CREATE FUNCTION parties_invitation(p_token_hash bytea, p_at timestamptz)
RETURNS TABLE (id uuid, organisation_id uuid, organisation_name varchar, kind varchar, state varchar, login varchar,
  roles varchar[], is_known boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT i.id, o.id, o.name, o.kind, o.state, i.login, i.roles,
         EXISTS (SELECT 1 FROM parties_login(i.login) l WHERE l.password_hash <> '')
    FROM invitations i JOIN organisations o ON o.id = i.organisation_id
   WHERE i.token_hash = p_token_hash AND i.accepted_at IS NULL AND i.expires_at > p_at
$$;

-- Whose password the link of a letter sets, while it works.
CREATE FUNCTION parties_reset(p_token_hash bytea, p_at timestamptz) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT r.person_id FROM password_resets r
   WHERE r.token_hash = p_token_hash AND r.used_at IS NULL AND r.expires_at > p_at
$$;

-- The name of a person, and nothing else of them, for those who may know the organisation they work for:
-- timelines say who did it on the other side.
CREATE FUNCTION parties_name(p_person uuid) RETURNS varchar
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  RETURN (SELECT p.name FROM people p WHERE p.id = p_person AND (
    p.id = pinhuo_person() OR pinhuo_sees_all() OR (pinhuo_is_known() AND EXISTS (
      SELECT 1 FROM members m JOIN organisations o ON o.id = m.organisation_id
       WHERE m.person_id = p.id AND (
         o.id = pinhuo_organisation() OR o.kind = 'platform'
         OR (o.kind IN ('supplier', 'distributor') AND o.state IN ('admitted', 'suspended'))
         OR EXISTS (SELECT 1 FROM orders d WHERE d.buyer_id = o.id AND d.seller_id = pinhuo_organisation()))))));
END
$$;
