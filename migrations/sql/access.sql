-- Row-level security behind the application's own checks. The application says who acts with
-- set_config(…, true): it holds for one transaction and can't leak through a connection pool.
CREATE FUNCTION pinhuo_organisation() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT nullif(current_setting('pinhuo.organisation', true), '')::uuid $$;

CREATE FUNCTION pinhuo_is_known() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT coalesce(current_setting('pinhuo.scope', true), '') IN ('party', 'platform', 'system') $$;

CREATE FUNCTION pinhuo_sees_all() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT coalesce(current_setting('pinhuo.scope', true), '') IN ('platform', 'system') $$;

-- Turns row-level security on for a table. Its owner (migrations, and the functions that cross
-- organisations) sees all rows; everybody else the rows for which p_reads holds, and may write
-- those for which p_writes holds.
CREATE FUNCTION pinhuo_protect(p_table regclass, p_reads text, p_writes text) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', p_table);
  EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', p_table);
  EXECUTE format('CREATE POLICY owner_all ON %s TO CURRENT_USER USING (true) WITH CHECK (true)', p_table);
  EXECUTE format('CREATE POLICY party_reads ON %s FOR SELECT USING (%s)', p_table, p_reads);
  EXECUTE format('CREATE POLICY party_adds ON %s FOR INSERT WITH CHECK (%s)', p_table, p_writes);
  EXECUTE format('CREATE POLICY party_changes ON %s FOR UPDATE USING (%s) WITH CHECK (%s)', p_table, p_writes, p_writes);
  EXECUTE format('CREATE POLICY party_removes ON %s FOR DELETE USING (%s)', p_table, p_writes);
END
$$;

-- Forbids changing or removing rows, to everybody.
CREATE FUNCTION pinhuo_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'PH002';
END
$$;

CREATE FUNCTION pinhuo_append_only(p_table regclass) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON %s FOR EACH ROW EXECUTE FUNCTION pinhuo_refuse_change()', p_table);
END
$$;

REVOKE EXECUTE ON FUNCTION pinhuo_protect(regclass, text, text), pinhuo_append_only(regclass) FROM PUBLIC;
