-- Stock is the seller's, but it is a buyer's order that takes it: these two functions cross that
-- line, and nothing else does. Rows are locked in the order of their keys.

-- Allocates all the quantities or none. Answers the SKUs that are short, with what is available;
-- no row means that everything was allocated.
CREATE FUNCTION stock_allocate(p_skus uuid[], p_quantities integer[])
RETURNS TABLE (short_sku uuid, available integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM 1 FROM stock_levels s WHERE s.sku_id = ANY (p_skus) ORDER BY s.sku_id FOR UPDATE;
  RETURN QUERY
    SELECT w.sku, coalesce(s.on_hand - s.allocated - s.reserved, 0)
      FROM unnest(p_skus, p_quantities) AS w(sku, quantity)
      LEFT JOIN stock_levels s ON s.sku_id = w.sku
     WHERE coalesce(s.on_hand - s.allocated - s.reserved, 0) < w.quantity;
  IF NOT FOUND THEN
    UPDATE stock_levels s SET allocated = s.allocated + w.quantity
      FROM unnest(p_skus, p_quantities) AS w(sku, quantity)
     WHERE s.sku_id = w.sku;
  END IF;
END
$$;

-- Gives allocated quantities back.
CREATE FUNCTION stock_release(p_skus uuid[], p_quantities integer[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM 1 FROM stock_levels s WHERE s.sku_id = ANY (p_skus) ORDER BY s.sku_id FOR UPDATE;
  UPDATE stock_levels s SET allocated = s.allocated - w.quantity
    FROM unnest(p_skus, p_quantities) AS w(sku, quantity)
   WHERE s.sku_id = w.sku;
END
$$;
