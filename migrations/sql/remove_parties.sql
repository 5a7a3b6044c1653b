DO $$
DECLARE
  v_policy record;
BEGIN
  FOR v_policy IN
    SELECT policyname, tablename FROM pg_policies
     WHERE schemaname = 'public' AND tablename IN ('organisations', 'bank_accounts', 'people', 'credentials', 'members',
                                                   'sign_ins', 'invitations', 'password_resets')
  LOOP
    EXECUTE format('DROP POLICY %I ON %I', v_policy.policyname, v_policy.tablename);
    EXECUTE format('ALTER TABLE %I DISABLE ROW LEVEL SECURITY', v_policy.tablename);
    EXECUTE format('ALTER TABLE %I NO FORCE ROW LEVEL SECURITY', v_policy.tablename);
  END LOOP;
END
$$;
DROP FUNCTION parties_viewer, parties_login, parties_invitation, parties_reset, parties_name, pinhuo_person,
  pinhuo_is_system;
