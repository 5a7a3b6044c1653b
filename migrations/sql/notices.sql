-- Each event that a webhook asked for becomes a notice, in the transaction of the event: neither is there without
-- the other. It looks with the owner's eyes, since an event concerns others than who causes it.
CREATE FUNCTION notices_announce() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO notices (id, webhook_id, organisation_id, event_number, at, state, attempts, next_at)
  SELECT gen_random_uuid(), w.id, w.organisation_id, e.number, e.at, 'waiting', 0, e.at
    FROM happened e
    JOIN webhooks w ON w.organisation_id = ANY (e.parties) AND w.state = 'active' AND e.verb = ANY (w.verbs)
   ORDER BY w.id, e.number;
  RETURN NULL;
END
$$;
CREATE TRIGGER announce AFTER INSERT ON events
  REFERENCING NEW TABLE AS happened FOR EACH STATEMENT EXECUTE FUNCTION notices_announce();

SELECT pinhuo_append_only('notice_attempts');
SELECT pinhuo_protect(t, 'organisation_id = (SELECT pinhuo_organisation()) OR (SELECT pinhuo_sees_all())',
                         'organisation_id = (SELECT pinhuo_organisation()) OR (SELECT pinhuo_sees_all())')
  FROM unnest(ARRAY['webhooks', 'notices']::regclass[]) AS t;
-- What a webhook answered is written by the job alone.
SELECT pinhuo_protect('notice_attempts',
  'organisation_id = (SELECT pinhuo_organisation()) OR (SELECT pinhuo_sees_all())', '(SELECT pinhuo_is_system())');
