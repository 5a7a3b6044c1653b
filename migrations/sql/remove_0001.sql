DROP FUNCTION ledger_post, ledger_seal, ledger_broken_seals, ledger_check_sum, ledger_check_posting,
  ledger_entry_text, stock_allocate, stock_release, pinhuo_append_only, pinhuo_refuse_change,
  pinhuo_protect, pinhuo_sees_all, pinhuo_is_known, pinhuo_organisation, ladder_is_sound;
