-- A seller reads what two people have decided, and of its own row it changes one thing: it appeals, once.
SELECT pinhuo_protect('delistings',
  '(SELECT pinhuo_sees_all()) OR seller_id = (SELECT pinhuo_organisation()) AND state NOT IN (''proposed'', ''dropped'')',
  '(SELECT pinhuo_sees_all())');
CREATE POLICY seller_appeals ON delistings FOR UPDATE
  USING (seller_id = (SELECT pinhuo_organisation()) AND state = 'delisted')
  WITH CHECK (seller_id = (SELECT pinhuo_organisation()) AND state = 'appealed');
