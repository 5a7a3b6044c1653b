-- Drops every policy, since a policy of one table may read another.
DO $$
DECLARE
  v_policy record;
BEGIN
  FOR v_policy IN SELECT policyname, tablename FROM pg_policies WHERE schemaname = 'public' LOOP
    EXECUTE format('DROP POLICY %I ON %I', v_policy.policyname, v_policy.tablename);
  END LOOP;
END
$$;
