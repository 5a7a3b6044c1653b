-- Nothing is posted into a closed period, whoever writes it. Entries share a lock that a close and a snapshot take alone: both
-- wait for what is being posted, and what comes after them belongs to the next day or period. A late correction says its own time.
CREATE FUNCTION ledger_check_period() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM pg_advisory_xact_lock_shared(7466523);
  IF NEW.at < (SELECT max(until) FROM ledger_closes) THEN
    RAISE EXCEPTION 'entry % belongs to a closed period', NEW.source_key USING ERRCODE = 'PH006';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER open_period BEFORE INSERT ON ledger_entries FOR EACH ROW EXECUTE FUNCTION ledger_check_period();

-- Notes what accounts hold after the last entry of p_day (in UTC): only accounts that moved since the snapshot before. Answers how many; none where the day, or a later one, has its snapshot already.
CREATE FUNCTION ledger_snapshot(p_day date) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_before bigint;
  v_last bigint;
  v_moved integer;
BEGIN
  PERFORM pg_advisory_xact_lock(7466523);
  IF EXISTS (SELECT 1 FROM ledger_days WHERE day >= p_day) THEN
    RETURN 0;
  END IF;
  SELECT coalesce(max(last_entry), 0) INTO v_before FROM ledger_days;
  SELECT coalesce(max(id), v_before) INTO v_last FROM ledger_entries WHERE id > v_before AND at < (p_day + 1)::timestamp AT TIME ZONE 'UTC';
  INSERT INTO ledger_days (day, last_entry) VALUES (p_day, v_last);
  INSERT INTO ledger_snapshots (day, account_id, balance_minor)
  SELECT p_day, m.account_id, m.minor + coalesce(
           (SELECT s.balance_minor FROM ledger_snapshots s WHERE s.account_id = m.account_id AND s.day < p_day
             ORDER BY s.day DESC LIMIT 1), 0)
    FROM (SELECT account_id, sum(amount_minor) AS minor FROM ledger_postings
           WHERE entry_id > v_before AND entry_id <= v_last GROUP BY 1) m;
  GET DIAGNOSTICS v_moved = ROW_COUNT;
  RETURN v_moved;
END
$$;

-- Closes everything up to the end of p_day, of which there is a snapshot, for good.
CREATE FUNCTION ledger_close(p_day date, p_at timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_until timestamptz := (p_day + 1)::timestamp AT TIME ZONE 'UTC';
BEGIN
  PERFORM pg_advisory_xact_lock(7466523);
  IF v_until > p_at OR v_until <= (SELECT max(until) FROM ledger_closes)
     OR NOT EXISTS (SELECT 1 FROM ledger_days WHERE day = p_day) THEN
    RAISE EXCEPTION 'cannot close %', p_day USING ERRCODE = 'PH007';
  END IF;
  INSERT INTO ledger_closes (until, entries, debit_minor)
  SELECT v_until, count(DISTINCT e.id), coalesce(sum(p.amount_minor) FILTER (WHERE p.amount_minor > 0), 0)
    FROM ledger_entries e JOIN ledger_postings p ON p.entry_id = e.id WHERE e.at < v_until;
END
$$;

SELECT pinhuo_append_only(t) FROM unnest(ARRAY['ledger_days', 'ledger_snapshots', 'ledger_closes']::regclass[]) AS t;
SELECT pinhuo_protect(t, '(SELECT pinhuo_sees_all())', 'false')
  FROM unnest(ARRAY['ledger_days', 'ledger_snapshots', 'ledger_closes']::regclass[]) AS t;
