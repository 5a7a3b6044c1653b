-- Each event that somebody is told of is noted in its own transaction, to be told afterwards by a job: nothing is passed
-- over, and the action whose event it is waits for nobody's preferences.
CREATE FUNCTION news_note() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO untold_events (event_number)
  SELECT e.number FROM happened e JOIN news_verbs v ON v.verb = e.verb;
  RETURN NULL;
END
$$;
CREATE TRIGGER note_news AFTER INSERT ON events
  REFERENCING NEW TABLE AS happened FOR EACH STATEMENT EXECUTE FUNCTION news_note();

SELECT pinhuo_protect('news_verbs', 'true', '(SELECT pinhuo_is_system())');
SELECT pinhuo_protect('untold_events', '(SELECT pinhuo_is_system())', '(SELECT pinhuo_is_system())');
-- What somebody was told is theirs alone, in the organisation for which they were told it.
SELECT pinhuo_protect('news',
  '(person_id = (SELECT pinhuo_person()) AND organisation_id = (SELECT pinhuo_organisation())) OR (SELECT pinhuo_is_system())',
  '(person_id = (SELECT pinhuo_person()) AND organisation_id = (SELECT pinhuo_organisation())) OR (SELECT pinhuo_is_system())');
SELECT pinhuo_protect('news_wishes', 'person_id = (SELECT pinhuo_person()) OR (SELECT pinhuo_is_system())',
                      'person_id = (SELECT pinhuo_person()) OR (SELECT pinhuo_is_system())');

-- Who sits in front of the screen is asked at each request, so how much they have not read is answered along with it.
DROP FUNCTION parties_viewer(bytea, timestamptz);
CREATE FUNCTION parties_viewer(p_token_hash bytea, p_at timestamptz)
RETURNS TABLE (id uuid, name varchar, email varchar, phone varchar, locale varchar, totp_confirmed_at timestamptz,
  second_factor_at timestamptz, roles varchar[], organisation_id uuid, organisation_name varchar, kind varchar,
  state varchar, time_zone varchar, currency varchar, region_code varchar, places bigint, unread bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
BEGIN
  RETURN QUERY
  SELECT p.id, p.name, p.email, p.phone, p.locale, p.totp_confirmed_at, s.second_factor_at, m.roles, o.id, o.name,
         o.kind, o.state, o.time_zone, o.currency, o.region_code,
         (SELECT count(*) FROM members c WHERE c.person_id = s.person_id AND c.ended_at IS NULL),
         (SELECT count(*) FROM (SELECT 1 FROM news n WHERE n.person_id = s.person_id AND n.organisation_id = o.id
                                   AND n.channel = 'page' AND n.read_at IS NULL LIMIT 100) u)
    FROM sign_ins s
    JOIN people p ON p.id = s.person_id
    LEFT JOIN members m ON m.id = s.member_id
    LEFT JOIN organisations o ON o.id = m.organisation_id
   WHERE s.token_hash = p_token_hash AND s.ended_at IS NULL AND s.expires_at > p_at
     AND (s.member_id IS NULL OR m.ended_at IS NULL);
END
$$;
