-- What the application's role may do. Run after every migration; safe to repeat. Tables that a
-- migration up or down does not have are passed over.
DO $grants$
DECLARE
  v_role CONSTANT text := :application_role;
  -- The books are written by their own functions alone.
  v_read_only CONSTANT text[] := ARRAY['ledger_chart', 'ledger_accounts', 'ledger_entries',
    'ledger_postings', 'ledger_seals', 'alembic_version', 'stock_holdings', 'stock_allocations', 'stock_reservations', 'paper_series',
    'promised_spending', 'ledger_days', 'tallied_skus', 'tallies_anew', 'window_tallies', 'ledger_snapshots', 'ledger_closes'];
  -- History is only ever added to.
  v_append_only CONSTANT text[] := ARRAY['events', 'commands', 'stock_moves', 'statement_lines',
    'papers', 'paper_lines',
    'notice_attempts', 'order_line_parts', 'credit_movements', 'credit_default_models', 'claim_lines', 'claim_messages', 'claim_files', 'admission_messages', 'returned_lines', 'seller_tax_rates', 'commission_returns'];
  -- Nothing that is referenced is deleted.
  v_kept CONSTANT text[] := ARRAY['organisations', 'bank_accounts', 'people', 'credentials', 'factor_resets', 'members', 'products', 'skus',
    'ladders', 'price_lists', 'orders', 'order_lines', 'shipments', 'shipment_lines',
    'stock_levels', 'statements', 'statement_items', 'commission_rates', 'dated_rates', 'line_disputes', 'settlement_terms', 'settlement_run_sellers', 'payouts', 'receipts', 'settlement_runs', 'past_orders',
    'past_order_lines', 'addresses', 'warehouses', 'transfers', 'transfer_lines', 'stock_takes', 'stock_take_lines',
    'stock_observations', 'purchase_requests', 'purchase_request_lines',
    'agreements', 'webhooks', 'notices', 'inquiries', 'inquiry_lines', 'quotes', 'quote_lines', 'inquiry_messages', 'brands',
    'tax_identities',
    'pools', 'commitments', 'commitment_lines', 'pool_shipments', 'credit_lines', 'credit_invoices', 'payee_accounts', 'payout_batches',
    'payout_limits', 'bank_files', 'credit_applications', 'credit_proposals', 'credit_write_offs', 'credit_fees',
    'bank_papers', 'bank_statements', 'bank_lines', 'own_sales', 'claims', 'claimed_lines', 'inspections', 'inspection_criteria', 'reinspections', 'ratings', 'seller_scores', 'admissions', 'permits', 'trials', 'withdrawals', 'payout_returns', 'carrier_losses', 'delistings', 'claim_returns', 'recoveries', 'recovery_write_offs'];
  v_table text;
BEGIN
  EXECUTE format('GRANT USAGE ON SCHEMA public TO %I', v_role);
  EXECUTE format('GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO %I', v_role);
  EXECUTE format('REVOKE ALL ON ALL TABLES IN SCHEMA public FROM %I', v_role);
  EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO %I', v_role);
  FOREACH v_table IN ARRAY v_read_only LOOP
    CONTINUE WHEN to_regclass(v_table) IS NULL;
    EXECUTE format('REVOKE INSERT, UPDATE, DELETE ON %I FROM %I', v_table, v_role);
  END LOOP;
  FOREACH v_table IN ARRAY v_append_only LOOP
    CONTINUE WHEN to_regclass(v_table) IS NULL;
    EXECUTE format('REVOKE UPDATE, DELETE ON %I FROM %I', v_table, v_role);
  END LOOP;
  FOREACH v_table IN ARRAY v_kept LOOP
    CONTINUE WHEN to_regclass(v_table) IS NULL;
    EXECUTE format('REVOKE DELETE ON %I FROM %I', v_table, v_role);
  END LOOP;
  -- What lies there is written by the moves' own trigger alone.
  IF to_regproc('stock_apply_moves') IS NOT NULL THEN
    EXECUTE format('REVOKE INSERT, UPDATE ON stock_levels FROM %I', v_role);
    EXECUTE format('GRANT INSERT (sku_id, seller_id, changed_at) ON stock_levels TO %I', v_role);
    EXECUTE format('GRANT UPDATE (allocated, reserved, changed_at) ON stock_levels TO %I', v_role);
  END IF;
  IF to_regproc('stock_reserve') IS NOT NULL THEN
    EXECUTE format('GRANT UPDATE (shelf_days) ON stock_levels TO %I', v_role);
  END IF;
END
$grants$;
