-- The chart of accounts, as the database enforces it; trade/ledger/rules.py says the same.
INSERT INTO ledger_chart (kind, side, owned, limited) VALUES
  ('bank', 'debit', false, false),
  ('unapplied_receipts', 'credit', false, false),
  ('wallet', 'credit', true, true),
  ('hold', 'credit', true, true),
  ('escrow', 'credit', true, false),
  ('payable', 'credit', true, true),
  ('payout_clearing', 'credit', false, false),
  ('tax_payable', 'credit', false, false),
  ('commission', 'credit', false, false);

-- What an entry says, as one text; its hash is SHA-256 of this.
CREATE FUNCTION ledger_entry_text(p_entry bigint) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT e.source_key || '|' || to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US')
         || '|' || e.transaction_id || '|'
         || string_agg(p.line || ':' || a.kind || ':' || coalesce(a.organisation_id::text, '') || ':'
                       || p.amount_minor || ':' || p.currency, ';' ORDER BY p.line)
    FROM ledger_entries e
    JOIN ledger_postings p ON p.entry_id = e.id
    JOIN ledger_accounts a ON a.id = p.account_id
   WHERE e.id = p_entry
   GROUP BY e.id
$$;

-- The only way into the books. Amounts: debit positive, credit negative. All arrays are of the
-- same length, one element a posting. Answers the entry's id.
-- Raises PH001 (a limit would be broken; DETAIL names the account kind), PH003 (not balanced),
-- PH004 (an account that the chart does not have) or a unique violation on source_key.
CREATE FUNCTION ledger_post(
  p_source_key text, p_at timestamptz,
  p_kinds text[], p_organisations uuid[], p_minors bigint[], p_currencies text[]
) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_entry bigint;
  v_accounts bigint[];
  v_text text;
  v_change record;
BEGIN
  IF coalesce(cardinality(p_minors), 0) < 2 OR EXISTS (
    SELECT 1 FROM unnest(p_minors, p_currencies) AS p(minor, currency)
     GROUP BY p.currency HAVING sum(p.minor) <> 0
  ) THEN
    RAISE EXCEPTION 'entry % does not balance', p_source_key USING ERRCODE = 'PH003';
  END IF;
  IF cardinality(p_kinds) IS DISTINCT FROM cardinality(p_minors) OR EXISTS (
    SELECT 1 FROM unnest(p_kinds, p_organisations) AS p(kind, organisation)
      LEFT JOIN ledger_chart c ON c.kind = p.kind
     WHERE c.kind IS NULL OR c.owned <> (p.organisation IS NOT NULL)
  ) THEN
    RAISE EXCEPTION 'entry % names an account the chart does not have', p_source_key
      USING ERRCODE = 'PH004';
  END IF;

  LOOP
    SELECT array_agg(a.id ORDER BY p.n) INTO v_accounts
      FROM unnest(p_kinds, p_organisations, p_currencies)
           WITH ORDINALITY AS p(kind, organisation, currency, n)
      JOIN ledger_accounts a ON a.kind = p.kind AND a.currency = p.currency
       AND a.organisation_id IS NOT DISTINCT FROM p.organisation;
    EXIT WHEN cardinality(v_accounts) = cardinality(p_kinds);
    INSERT INTO ledger_accounts (kind, organisation_id, currency, balance_minor)
      SELECT DISTINCT p.kind, p.organisation, p.currency, CASE WHEN c.limited THEN 0 END
        FROM unnest(p_kinds, p_organisations, p_currencies) AS p(kind, organisation, currency)
        JOIN ledger_chart c ON c.kind = p.kind
       ORDER BY 1, 2, 3
      ON CONFLICT DO NOTHING;
  END LOOP;

  -- Limits: guarded updates in the order of account ids, so that no two entries deadlock.
  FOR v_change IN
    SELECT a.id, a.kind, sum(CASE c.side WHEN 'debit' THEN p.minor ELSE -p.minor END) AS minor
      FROM unnest(v_accounts, p_minors) AS p(account_id, minor)
      JOIN ledger_accounts a ON a.id = p.account_id
      JOIN ledger_chart c ON c.kind = a.kind AND c.limited
     GROUP BY a.id, a.kind ORDER BY a.id
  LOOP
    UPDATE ledger_accounts SET balance_minor = balance_minor + v_change.minor
     WHERE id = v_change.id AND balance_minor + v_change.minor >= 0;
    IF NOT FOUND THEN
      RAISE EXCEPTION 'entry % would take % below zero', p_source_key, v_change.kind
        USING ERRCODE = 'PH001', DETAIL = v_change.kind;
    END IF;
  END LOOP;

  SELECT p_source_key || '|' || to_char(p_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US')
         || '|' || pg_current_xact_id() || '|'
         || string_agg(p.n || ':' || p.kind || ':' || coalesce(p.organisation::text, '') || ':'
                       || p.minor || ':' || p.currency, ';' ORDER BY p.n)
    INTO v_text
    FROM unnest(p_kinds, p_organisations, p_minors, p_currencies)
         WITH ORDINALITY AS p(kind, organisation, minor, currency, n);
  INSERT INTO ledger_entries (source_key, at, hash, transaction_id)
    VALUES (p_source_key, p_at, sha256(convert_to(v_text, 'UTF8')), pg_current_xact_id()::text::bigint)
    RETURNING id INTO v_entry;
  INSERT INTO ledger_postings (entry_id, line, account_id, organisation_id, amount_minor, currency)
    SELECT v_entry, p.n, p.account_id, p.organisation, p.minor, p.currency
      FROM unnest(v_accounts, p_organisations, p_minors, p_currencies)
           WITH ORDINALITY AS p(account_id, organisation, minor, currency, n);
  RETURN v_entry;
END
$$;

-- Postings are accepted only in the transaction that made their entry, whoever writes them.
CREATE FUNCTION ledger_check_posting() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (
    SELECT 1 FROM ledger_entries e
     WHERE e.id = NEW.entry_id AND e.transaction_id = pg_current_xact_id()::text::bigint
  ) THEN
    RAISE EXCEPTION 'entry % is closed', NEW.entry_id USING ERRCODE = 'PH002';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER same_transaction BEFORE INSERT ON ledger_postings
  FOR EACH ROW EXECUTE FUNCTION ledger_check_posting();

-- An entry sums to zero per currency when its transaction ends, whoever wrote it. It looks with the
-- owner's eyes: up to PostgreSQL 17 a deferred trigger runs as whoever commits, who sees half an entry.
CREATE FUNCTION ledger_check_sum() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM ledger_postings WHERE entry_id = NEW.id
              GROUP BY currency HAVING sum(amount_minor) <> 0)
     OR NOT EXISTS (SELECT 1 FROM ledger_postings WHERE entry_id = NEW.id) THEN
    RAISE EXCEPTION 'entry % does not balance', NEW.source_key USING ERRCODE = 'PH003';
  END IF;
  RETURN NULL;
END
$$;
CREATE CONSTRAINT TRIGGER balanced AFTER INSERT ON ledger_entries
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ledger_check_sum();

SELECT pinhuo_append_only(t) FROM unnest(
  ARRAY['ledger_entries', 'ledger_postings', 'ledger_seals', 'events', 'stock_moves', 'commands']::regclass[]
) AS t;

-- Seals entries that no seal holds yet into the hash chain, oldest first. Answers how many.
CREATE FUNCTION ledger_seal(p_limit integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_position bigint;
  v_chain bytea;
  v_from bigint;
  v_entry record;
  v_sealed integer := 0;
BEGIN
  PERFORM pg_advisory_xact_lock(7466522);
  SELECT position, chain INTO v_position, v_chain FROM ledger_seals ORDER BY position DESC LIMIT 1;
  -- An entry may commit after one with a higher id was sealed; it is looked for this far back.
  SELECT coalesce(max(entry_id), 0) - 100000 INTO v_from FROM ledger_seals;
  v_position := coalesce(v_position, 0);
  v_chain := coalesce(v_chain, ''::bytea);
  FOR v_entry IN
    SELECT e.id, e.hash FROM ledger_entries e
     WHERE e.id > v_from AND NOT EXISTS (SELECT 1 FROM ledger_seals s WHERE s.entry_id = e.id)
     ORDER BY e.id LIMIT p_limit
  LOOP
    v_position := v_position + 1;
    v_chain := sha256(v_chain || v_entry.hash);
    INSERT INTO ledger_seals (position, entry_id, chain) VALUES (v_position, v_entry.id, v_chain);
    v_sealed := v_sealed + 1;
  END LOOP;
  RETURN v_sealed;
END
$$;

-- Every link of the chain that does not follow from the one before and its entry's hash.
CREATE FUNCTION ledger_broken_seals() RETURNS TABLE (broken_position bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_chain bytea := ''::bytea;
  v_next bigint := 1;
  v_seal record;
BEGIN
  FOR v_seal IN
    SELECT s.position, s.chain, e.hash FROM ledger_seals s
      LEFT JOIN ledger_entries e ON e.id = s.entry_id ORDER BY s.position
  LOOP
    IF v_seal.position <> v_next
       OR v_seal.chain IS DISTINCT FROM sha256(v_chain || v_seal.hash) THEN
      broken_position := v_seal.position;
      RETURN NEXT;
    END IF;
    v_chain := v_seal.chain;
    v_next := v_seal.position + 1;
  END LOOP;
END
$$;
