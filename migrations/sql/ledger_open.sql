-- Opens accounts that many entries will meet before any of these is written. The first entry on a new account makes whoever
-- writes the second wait for it; he who holds accounts by then may be waited for in turn.
CREATE FUNCTION ledger_open(p_kind text, p_organisations uuid[], p_currencies text[]) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  INSERT INTO ledger_accounts (kind, organisation_id, currency, balance_minor)
    SELECT DISTINCT p_kind, p.organisation, p.currency, CASE WHEN c.limited THEN 0 END
      FROM unnest(p_organisations, p_currencies) AS p(organisation, currency)
      JOIN ledger_chart c ON c.kind = p_kind AND c.owned
     ORDER BY 1, 2, 3
    ON CONFLICT DO NOTHING
$$;
