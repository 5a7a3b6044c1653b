-- How many other organisations claimed since then that may be the buyer of an order under another name: goods went to the same
-- address, they told the tax office the same phone number, or somebody belongs to both. Only the order's parties and the
-- platform may ask, and they learn a number.
CREATE OR REPLACE FUNCTION claims_of_neighbours(p_order uuid, p_since timestamptz) RETURNS integer
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH asked AS (
    SELECT o.buyer_id, o.delivery_address,
           (SELECT regexp_replace(t.phone, '[^0-9]', '', 'g') FROM tax_identities t WHERE t.organisation_id = o.buyer_id) AS phone
      FROM orders o
     WHERE o.id = p_order AND (pinhuo_organisation() IN (o.buyer_id, o.seller_id) OR pinhuo_sees_all()))
  SELECT count(DISTINCT c.buyer_id)::integer
    FROM asked a
    JOIN claims c ON c.asked_at > p_since AND c.state <> 'withdrawn' AND c.buyer_id <> a.buyer_id
    JOIN orders near ON near.id = c.order_id
   WHERE (a.delivery_address <> '' AND near.delivery_address = a.delivery_address)
      OR (a.phone <> '' AND EXISTS (
            SELECT FROM tax_identities t
             WHERE t.organisation_id = c.buyer_id AND regexp_replace(t.phone, '[^0-9]', '', 'g') = a.phone))
      OR EXISTS (
            SELECT FROM members mine JOIN members theirs ON theirs.person_id = mine.person_id
             WHERE mine.organisation_id = a.buyer_id AND theirs.organisation_id = c.buyer_id
               AND mine.ended_at IS NULL AND theirs.ended_at IS NULL)
$$;
