-- As it was: only the address of delivery.
CREATE OR REPLACE FUNCTION claims_of_neighbours(p_order uuid, p_since timestamptz) RETURNS integer
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT count(DISTINCT c.buyer_id)::integer
    FROM orders o
    JOIN orders near ON near.delivery_address = o.delivery_address AND near.buyer_id <> o.buyer_id
    JOIN claims c ON c.order_id = near.id AND c.asked_at > p_since AND c.state <> 'withdrawn'
   WHERE o.id = p_order AND o.delivery_address <> ''
     AND (pinhuo_organisation() IN (o.buyer_id, o.seller_id) OR pinhuo_sees_all())
$$;
