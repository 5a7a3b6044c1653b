-- An agreement is written by its seller; it is a buyer's order that consumes it, and either party's cancellation that
-- releases it: these two functions cross that line. Rows are locked in the order of their keys, and only so far that
-- order lines which name them can still be written beside it.

-- Consumes all the quantities or none. Answers the lines that cannot cover theirs, with what they could;
-- no row means that everything was consumed.
CREATE FUNCTION agreement_consume(p_lines uuid[], p_quantities integer[])
RETURNS TABLE (short_line uuid, remaining integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM 1 FROM agreement_lines l JOIN agreements a ON a.id = l.agreement_id
    WHERE l.id = ANY (p_lines) ORDER BY l.id FOR NO KEY UPDATE OF l FOR SHARE OF a;
  RETURN QUERY
    SELECT w.line, CASE WHEN a.id IS NULL THEN 0 ELSE l.capacity - l.consumed END
      FROM unnest(p_lines, p_quantities) AS w(line, quantity)
      LEFT JOIN agreement_lines l ON l.id = w.line AND (l.buyer_id = pinhuo_organisation() OR pinhuo_sees_all())
      LEFT JOIN agreements a ON a.id = l.agreement_id AND a.state = 'accepted'
     WHERE a.id IS NULL OR w.quantity <= 0 OR NOT (l.uncapped OR l.consumed + w.quantity <= l.capacity);
  IF NOT FOUND THEN
    UPDATE agreement_lines l SET consumed = l.consumed + w.quantity
      FROM unnest(p_lines, p_quantities) AS w(line, quantity)
     WHERE l.id = w.line;
  END IF;
END
$$;

-- Gives consumed quantities back, whatever has become of the agreement.
CREATE FUNCTION agreement_release(p_lines uuid[], p_quantities integer[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM 1 FROM agreement_lines l WHERE l.id = ANY (p_lines) ORDER BY l.id FOR NO KEY UPDATE;
  UPDATE agreement_lines l SET consumed = l.consumed - w.quantity
    FROM unnest(p_lines, p_quantities) AS w(line, quantity)
   WHERE l.id = w.line AND w.quantity > 0
     AND (pinhuo_organisation() IN (l.buyer_id, l.seller_id) OR pinhuo_sees_all());
END
$$;

-- A buyer sees the lists that are theirs, and nobody another's.
DROP POLICY party_reads ON price_lists;
CREATE POLICY party_reads ON price_lists FOR SELECT USING (
  (SELECT pinhuo_is_known()) AND (audience = 'base'
    OR seller_id = (SELECT pinhuo_organisation())
    OR buyer_id = (SELECT pinhuo_organisation())
    OR region_code = (SELECT o.region_code FROM organisations o WHERE o.id = pinhuo_organisation())
    OR (level IS NOT NULL AND EXISTS (SELECT 1 FROM buyer_levels b WHERE b.seller_id = price_lists.seller_id
          AND b.buyer_id = pinhuo_organisation() AND b.level = price_lists.level))
    OR (SELECT pinhuo_sees_all())));
DROP POLICY party_reads ON ladders;
CREATE POLICY party_reads ON ladders FOR SELECT USING (
  (SELECT pinhuo_sees_all()) OR EXISTS (SELECT 1 FROM price_lists l WHERE l.id = price_list_id));

SELECT pinhuo_protect('buyer_levels',
  'seller_id = (SELECT pinhuo_organisation()) OR buyer_id = (SELECT pinhuo_organisation()) OR (SELECT pinhuo_sees_all())',
  'seller_id = (SELECT pinhuo_organisation()) OR (SELECT pinhuo_sees_all())');

-- A draft is the seller's alone; a buyer may accept and end what was offered.
SELECT pinhuo_protect('agreements',
  'seller_id = (SELECT pinhuo_organisation()) OR (buyer_id = (SELECT pinhuo_organisation()) AND state <> ''draft'') OR (SELECT pinhuo_sees_all())',
  'seller_id = (SELECT pinhuo_organisation()) OR (buyer_id = (SELECT pinhuo_organisation()) AND state <> ''draft'') OR (SELECT pinhuo_sees_all())');
SELECT pinhuo_protect('agreement_lines',
  'seller_id = (SELECT pinhuo_organisation()) OR (SELECT pinhuo_sees_all()) OR (buyer_id = (SELECT pinhuo_organisation()) AND EXISTS (SELECT 1 FROM agreements a WHERE a.id = agreement_id))',
  'seller_id = (SELECT pinhuo_organisation()) OR (SELECT pinhuo_sees_all())');

-- Whether a seller deals with a buyer in another way than by an order: past the policies, since those of price lists
-- ask in turn where a buyer is.
CREATE FUNCTION pricing_deals_with(p_seller uuid, p_buyer uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM buyer_levels b WHERE b.seller_id = p_seller AND b.buyer_id = p_buyer)
      OR EXISTS (SELECT 1 FROM agreements a WHERE a.seller_id = p_seller AND a.buyer_id = p_buyer)
      OR EXISTS (SELECT 1 FROM price_lists l WHERE l.seller_id = p_seller AND l.buyer_id = p_buyer)
$$;

-- Who has this code, for a seller whom a buyer has told it: an admitted organisation that buys.
CREATE FUNCTION pricing_buyer(p_code text) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT o.id FROM organisations o WHERE lower(o.code) = lower(p_code) AND o.state = 'admitted'
     AND o.kind IN ('retailer', 'distributor') AND pinhuo_is_known()
$$;

DROP POLICY party_reads ON organisations;
CREATE POLICY party_reads ON organisations FOR SELECT USING (
  kind = 'platform' OR (kind IN ('supplier', 'distributor') AND state IN ('admitted', 'suspended'))
    OR id = (SELECT pinhuo_organisation()) OR (SELECT pinhuo_sees_all())
    OR EXISTS (SELECT 1 FROM members m WHERE m.organisation_id = organisations.id
                AND m.person_id = (SELECT pinhuo_person()) AND m.ended_at IS NULL)
    OR EXISTS (SELECT 1 FROM orders o WHERE o.buyer_id = organisations.id
                AND o.seller_id = (SELECT pinhuo_organisation()))
    OR pricing_deals_with((SELECT pinhuo_organisation()), id));
