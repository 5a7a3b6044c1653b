-- What an entry says, as one text, for migrations before the one that took it away.
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
