-- Whose rows are whose.
SELECT pinhuo_protect(t, 'buyer_id = (SELECT pinhuo_organisation()) OR (SELECT pinhuo_sees_all())',
                         'buyer_id = (SELECT pinhuo_organisation()) OR (SELECT pinhuo_sees_all())')
  FROM unnest(ARRAY['carts', 'cart_lines']::regclass[]) AS t;

SELECT pinhuo_protect(t,
  'buyer_id = (SELECT pinhuo_organisation()) OR seller_id = (SELECT pinhuo_organisation()) OR (SELECT pinhuo_sees_all())',
  'buyer_id = (SELECT pinhuo_organisation()) OR seller_id = (SELECT pinhuo_organisation()) OR (SELECT pinhuo_sees_all())')
  FROM unnest(ARRAY['orders', 'order_lines', 'shipments', 'shipment_lines']::regclass[]) AS t;

SELECT pinhuo_protect(t, 'seller_id = (SELECT pinhuo_organisation()) OR (SELECT pinhuo_sees_all())',
                         'seller_id = (SELECT pinhuo_organisation()) OR (SELECT pinhuo_sees_all())')
  FROM unnest(ARRAY['stock_moves']::regclass[]) AS t;

-- Earnings are read by the seller, written by the platform's people and jobs alone.
SELECT pinhuo_protect(t, 'seller_id = (SELECT pinhuo_organisation()) OR (SELECT pinhuo_sees_all())',
                         '(SELECT pinhuo_sees_all())')
  FROM unnest(ARRAY['statements', 'statement_lines', 'payouts']::regclass[]) AS t;

SELECT pinhuo_protect('settlement_runs', '(SELECT pinhuo_sees_all())', '(SELECT pinhuo_sees_all())');

SELECT pinhuo_protect('receipts', 'organisation_id = (SELECT pinhuo_organisation()) OR (SELECT pinhuo_sees_all())',
                      '(SELECT pinhuo_sees_all())');

-- The books: nobody but the posting function writes them.
SELECT pinhuo_protect(t, 'organisation_id = (SELECT pinhuo_organisation()) OR (SELECT pinhuo_sees_all())', 'false')
  FROM unnest(ARRAY['ledger_accounts', 'ledger_postings']::regclass[]) AS t;
SELECT pinhuo_protect('ledger_entries',
  '(SELECT pinhuo_sees_all()) OR EXISTS (SELECT 1 FROM ledger_postings p WHERE p.entry_id = id AND p.organisation_id = (SELECT pinhuo_organisation()))',
  'false');
SELECT pinhuo_protect('ledger_seals', '(SELECT pinhuo_sees_all())', 'false');

-- What is for sale is seen by all; prices and stock only by those who are known.
SELECT pinhuo_protect(t, 'true', 'seller_id = (SELECT pinhuo_organisation()) OR (SELECT pinhuo_sees_all())')
  FROM unnest(ARRAY['products', 'skus']::regclass[]) AS t;
SELECT pinhuo_protect(t, '(SELECT pinhuo_is_known())', 'seller_id = (SELECT pinhuo_organisation()) OR (SELECT pinhuo_sees_all())')
  FROM unnest(ARRAY['price_lists', 'stock_levels']::regclass[]) AS t;
SELECT pinhuo_protect('ladders', '(SELECT pinhuo_is_known())',
  '(SELECT pinhuo_sees_all()) OR EXISTS (SELECT 1 FROM price_lists l WHERE l.id = price_list_id AND l.seller_id = (SELECT pinhuo_organisation()))');

SELECT pinhuo_protect('events', 'parties @> ARRAY[(SELECT pinhuo_organisation())] OR (SELECT pinhuo_sees_all())',
  'organisation_id IS NOT DISTINCT FROM (SELECT pinhuo_organisation()) OR (SELECT pinhuo_sees_all())');

SELECT pinhuo_protect('past_orders', 'buyer_id = (SELECT pinhuo_organisation()) OR (SELECT pinhuo_sees_all())',
  '(SELECT pinhuo_sees_all())');
SELECT pinhuo_protect('past_order_lines',
  '(SELECT pinhuo_sees_all()) OR EXISTS (SELECT 1 FROM past_orders o WHERE o.id = past_order_id) OR EXISTS (SELECT 1 FROM skus s WHERE s.id = sku_id AND s.seller_id = (SELECT pinhuo_organisation()))',
  '(SELECT pinhuo_sees_all())');
