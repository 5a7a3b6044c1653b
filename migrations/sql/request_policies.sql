-- What members want to order beyond their limits is their own organisation's business; no seller reads it.
SELECT pinhuo_protect(t, 'buyer_id = (SELECT pinhuo_organisation()) OR (SELECT pinhuo_sees_all())',
                         'buyer_id = (SELECT pinhuo_organisation()) OR (SELECT pinhuo_sees_all())')
  FROM unnest(ARRAY['purchase_requests', 'purchase_request_lines']::regclass[]) AS t;
