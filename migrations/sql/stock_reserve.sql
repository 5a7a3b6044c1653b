-- Reserves for an owner, until p_expires_at, these quantities in place of what it had reserved of the
-- SKUs: all of them or none. Zero gives back. Counted is what still keeps when it is delivered, as for an
-- order. Answers the SKUs that are short, with what is available.
CREATE FUNCTION stock_reserve(p_owner text, p_skus uuid[], p_quantities integer[], p_expires_at timestamptz, p_at timestamptz,
                              p_delivered_on date)
RETURNS TABLE (short_sku uuid, available integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM 1 FROM stock_levels s WHERE s.sku_id = ANY (p_skus) ORDER BY s.sku_id FOR UPDATE;
  IF EXISTS (SELECT 1 FROM stock_shortages(p_skus, p_quantities, p_owner, p_at, p_delivered_on)) THEN
    PERFORM stock_forget(p_skus, p_at);
    RETURN QUERY SELECT * FROM stock_shortages(p_skus, p_quantities, p_owner, p_at, p_delivered_on);
    IF FOUND THEN
      RETURN;
    END IF;
  END IF;
  WITH wanted AS (SELECT u.sku, u.quantity FROM unnest(p_skus, p_quantities) AS u(sku, quantity)),
  had AS (SELECT r.sku_id, r.quantity FROM stock_reservations r WHERE r.owner = p_owner AND r.sku_id = ANY (p_skus)),
  gone AS (
    DELETE FROM stock_reservations r USING wanted w WHERE r.owner = p_owner AND r.sku_id = w.sku AND w.quantity = 0),
  kept AS (
    INSERT INTO stock_reservations (owner, sku_id, seller_id, quantity, expires_at, reserved_at)
    SELECT p_owner, w.sku, s.seller_id, w.quantity, p_expires_at, p_at
      FROM wanted w JOIN stock_levels s ON s.sku_id = w.sku WHERE w.quantity > 0
    ON CONFLICT (owner, sku_id) DO UPDATE SET quantity = excluded.quantity, expires_at = excluded.expires_at)
  UPDATE stock_levels s SET reserved = s.reserved + w.quantity - coalesce((SELECT h.quantity FROM had h WHERE h.sku_id = w.sku), 0)
    FROM wanted w WHERE s.sku_id = w.sku;
END
$$;
