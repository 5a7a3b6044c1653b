-- How many other buyers claimed since then whose members signed in from a device that members of an order's buyer sign in from
-- too. Only the order's parties and the platform may ask, and they learn a number: never which device, nor whose.
CREATE FUNCTION claims_of_devices(p_order uuid, p_since timestamptz) RETURNS integer
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT count(DISTINCT c.buyer_id)::integer
    FROM orders o
    JOIN members m ON m.organisation_id = o.buyer_id
    JOIN sign_ins mine ON mine.person_id = m.person_id AND mine.member_id = m.id AND mine.expires_at > p_since
    JOIN sign_ins theirs ON theirs.device_hash = mine.device_hash AND theirs.expires_at > p_since
    JOIN members n ON n.id = theirs.member_id AND n.organisation_id <> o.buyer_id
    JOIN claims c ON c.buyer_id = n.organisation_id AND c.asked_at > p_since AND c.state <> 'withdrawn'
   WHERE o.id = p_order AND (pinhuo_organisation() IN (o.buyer_id, o.seller_id) OR pinhuo_sees_all())
$$;
