-- A claim and all about it is both sides'; the platform sees and decides. What was said is never changed.
SELECT pinhuo_protect(t,
  'buyer_id = (SELECT pinhuo_organisation()) OR seller_id = (SELECT pinhuo_organisation()) OR (SELECT pinhuo_sees_all())',
  'buyer_id = (SELECT pinhuo_organisation()) OR seller_id = (SELECT pinhuo_organisation()) OR (SELECT pinhuo_sees_all())')
  FROM unnest(ARRAY['claimed_lines', 'claims', 'claim_lines', 'claim_messages']::regclass[]) AS t;
SELECT pinhuo_append_only('claim_lines');
SELECT pinhuo_append_only('claim_messages');

-- How many other organisations claimed since then for goods delivered to the address of an order. Only its parties and the
-- platform may ask, and they learn a number.
CREATE FUNCTION claims_of_neighbours(p_order uuid, p_since timestamptz) RETURNS integer
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT count(DISTINCT c.buyer_id)::integer
    FROM orders o
    JOIN orders near ON near.delivery_address = o.delivery_address AND near.buyer_id <> o.buyer_id
    JOIN claims c ON c.order_id = near.id AND c.asked_at > p_since AND c.state <> 'withdrawn'
   WHERE o.id = p_order AND o.delivery_address <> ''
     AND (pinhuo_organisation() IN (o.buyer_id, o.seller_id) OR pinhuo_sees_all())
$$;
