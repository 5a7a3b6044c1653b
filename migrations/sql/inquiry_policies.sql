-- An inquiry, its quotes and what was said are both sides'; nobody else's.
SELECT pinhuo_protect(t,
  'buyer_id = (SELECT pinhuo_organisation()) OR seller_id = (SELECT pinhuo_organisation()) OR (SELECT pinhuo_sees_all())',
  'buyer_id = (SELECT pinhuo_organisation()) OR seller_id = (SELECT pinhuo_organisation()) OR (SELECT pinhuo_sees_all())')
  FROM unnest(ARRAY['inquiries', 'inquiry_lines', 'quotes', 'quote_lines', 'inquiry_messages']::regclass[]) AS t;

-- A seller knows those who asked it, as it knows those who ordered.
CREATE POLICY seller_reads_who_asked ON organisations FOR SELECT
  USING (EXISTS (SELECT 1 FROM inquiries i WHERE i.buyer_id = organisations.id
                  AND i.seller_id = (SELECT pinhuo_organisation())));
