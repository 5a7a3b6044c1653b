-- How goods were given back and left before what they are set aside from was looked at again.
CREATE FUNCTION stock_release(p_lines uuid[], p_skus uuid[], p_quantities integer[], p_ships boolean, p_at timestamptz)
RETURNS TABLE (line uuid, sku uuid, seller uuid, warehouse uuid, lot varchar, quantity integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
DECLARE
  v_split uuid[];
BEGIN
  SELECT array_agg(l.sku_id) FILTER (WHERE l.is_split) INTO v_split FROM (
    SELECT s.sku_id, s.is_split FROM stock_levels s WHERE s.sku_id = ANY (p_skus) ORDER BY s.sku_id FOR UPDATE) l;
  UPDATE stock_levels s SET allocated = s.allocated - w.quantity
    FROM (SELECT u.sku, sum(u.quantity) AS quantity FROM unnest(p_skus, p_quantities) AS u(sku, quantity) GROUP BY 1) w
   WHERE s.sku_id = w.sku;
  RETURN QUERY
    SELECT u.line, u.sku, s.seller_id, NULL::uuid, ''::varchar, u.quantity
      FROM unnest(p_lines, p_skus, p_quantities) AS u(line, sku, quantity) JOIN stock_levels s ON s.sku_id = u.sku
     WHERE u.sku <> ALL (coalesce(v_split, '{}'));
  IF v_split IS NULL THEN
    RETURN;
  END IF;
  RETURN QUERY
    WITH wanted AS (
      SELECT u.line, u.sku, u.quantity FROM unnest(p_lines, p_skus, p_quantities) AS u(line, sku, quantity)
       WHERE u.sku = ANY (v_split)),
    ranked AS (
      SELECT a.line_id, a.holding_id, a.quantity,
             row_number() OVER (PARTITION BY a.line_id ORDER BY h.expires_on NULLS LAST, h.lot, h.id)
               * CASE WHEN p_ships THEN 1 ELSE -1 END AS turn
        FROM stock_allocations a JOIN stock_holdings h ON h.id = a.holding_id
       WHERE a.line_id = ANY (p_lines) AND a.quantity > 0),
    stretches AS (
      SELECT r.line_id, r.holding_id, r.quantity, sum(r.quantity) OVER (PARTITION BY r.line_id ORDER BY r.turn) - r.quantity AS starts
        FROM ranked r),
    taken AS (
      SELECT w.line, s.holding_id, least(s.quantity, w.quantity - s.starts)::integer AS quantity
        FROM wanted w JOIN stretches s ON s.line_id = w.line AND s.starts < w.quantity),
    rest AS (
      SELECT w.line, h.id AS holding_id,
             (w.quantity - coalesce((SELECT sum(t.quantity) FROM taken t WHERE t.line = w.line), 0))::integer AS quantity
        FROM wanted w JOIN stock_holdings h ON h.sku_id = w.sku AND h.lot = ''
        JOIN warehouses p ON p.id = h.warehouse_id AND p.is_home),
    every AS (SELECT * FROM taken UNION ALL SELECT * FROM rest WHERE quantity > 0),
    noted AS (
      UPDATE stock_allocations a SET quantity = a.quantity - t.quantity
        FROM taken t WHERE a.line_id = t.line AND a.holding_id = t.holding_id),
    freed AS (
      UPDATE stock_holdings h SET allocated = h.allocated - e.quantity
        FROM (SELECT e.holding_id, sum(e.quantity) AS quantity FROM every e GROUP BY 1) e WHERE h.id = e.holding_id)
    SELECT e.line, h.sku_id, h.seller_id, h.warehouse_id, h.lot, e.quantity
      FROM every e JOIN stock_holdings h ON h.id = e.holding_id;
  IF NOT p_ships THEN
    PERFORM stock_weigh(v_split, p_at);
  END IF;
END
$$;
