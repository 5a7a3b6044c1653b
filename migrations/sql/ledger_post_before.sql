-- How accounts were found before: by their kind, among those of all organisations.
CREATE OR REPLACE FUNCTION ledger_post(
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
