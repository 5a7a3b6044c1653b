-- A line may have goods of several SKUs: the parts of a pack.

DROP FUNCTION stock_replace_dead(uuid[], uuid[], text, timestamptz, date);
-- Serves lines anew where what they were to have is dead, and answers what is left without goods: so
-- many units of a line, of a lot that dies too early.
CREATE FUNCTION stock_replace_dead(p_lines uuid[], p_skus uuid[], p_region text, p_at timestamptz, p_delivered_on date)
RETURNS TABLE (line uuid, dead_sku uuid, dead_lot varchar, dies_on date, quantity integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
DECLARE
  v_split uuid[];
BEGIN
  SELECT array_agg(l.sku_id) FILTER (WHERE l.is_split) INTO v_split FROM (
    SELECT s.sku_id, s.is_split FROM stock_levels s WHERE s.sku_id = ANY (p_skus) ORDER BY s.sku_id FOR UPDATE) l;
  IF v_split IS NULL THEN
    RETURN;
  END IF;
  RETURN QUERY
    WITH plan AS MATERIALIZED (
      SELECT p.line, p.sku, p.from_holding, p.to_holding, p.quantity
        FROM stock_replacements(p_lines, p_region, p_at, p_delivered_on) p),
    moved AS (SELECT p.* FROM plan p WHERE p.to_holding IS NOT NULL),
    given AS (
      UPDATE stock_allocations a SET quantity = a.quantity - m.quantity
        FROM (SELECT m.line, m.from_holding, sum(m.quantity) AS quantity FROM moved m GROUP BY 1, 2) m
       WHERE a.line_id = m.line AND a.holding_id = m.from_holding),
    noted AS (
      INSERT INTO stock_allocations (line_id, holding_id, sku_id, seller_id, quantity)
      SELECT m.line, h.id, h.sku_id, h.seller_id, sum(m.quantity)
        FROM moved m JOIN stock_holdings h ON h.id = m.to_holding GROUP BY m.line, h.id, h.sku_id, h.seller_id
      ON CONFLICT (line_id, holding_id) DO UPDATE SET quantity = stock_allocations.quantity + excluded.quantity),
    weighed AS (
      UPDATE stock_holdings h SET allocated = h.allocated + d.change
        FROM (SELECT b.id, sum(b.change)::integer AS change FROM (
                SELECT m.to_holding AS id, m.quantity AS change FROM moved m
                UNION ALL SELECT m.from_holding, -m.quantity FROM moved m) b GROUP BY 1) d
       WHERE h.id = d.id)
    SELECT p.line, p.sku, h.lot, h.expires_on, sum(p.quantity)::integer
      FROM plan p JOIN stock_holdings h ON h.id = p.from_holding
     WHERE p.to_holding IS NULL GROUP BY p.line, p.sku, h.lot, h.expires_on;
  PERFORM stock_weigh(v_split, p_at);
END
$$;

-- As before, but a line may have goods of several SKUs: each is served from its own holdings.
CREATE OR REPLACE FUNCTION stock_release(p_lines uuid[], p_skus uuid[], p_quantities integer[], p_ships boolean, p_at timestamptz,
                              p_delivered_on date)
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
      SELECT a.line_id, a.sku_id, a.holding_id, a.quantity,
             row_number() OVER (PARTITION BY a.line_id, a.sku_id ORDER BY h.expires_on NULLS LAST, h.lot, h.id)
               * CASE WHEN p_ships THEN 1 ELSE -1 END AS turn
        FROM stock_allocations a
        JOIN stock_holdings h ON h.id = a.holding_id
        JOIN stock_levels s ON s.sku_id = h.sku_id
        JOIN organisations g ON g.id = h.seller_id
       WHERE a.line_id = ANY (p_lines) AND a.quantity > 0
         AND (NOT p_ships OR stock_usable(h.expires_on, stock_day(g.time_zone, p_at, p_delivered_on, s.shelf_days)))),
    stretches AS (
      SELECT r.line_id, r.sku_id, r.holding_id, r.quantity,
             sum(r.quantity) OVER (PARTITION BY r.line_id, r.sku_id ORDER BY r.turn) - r.quantity AS starts
        FROM ranked r),
    taken AS (
      SELECT w.line, w.sku, s.holding_id, least(s.quantity, w.quantity - s.starts)::integer AS quantity
        FROM wanted w JOIN stretches s ON s.line_id = w.line AND s.sku_id = w.sku AND s.starts < w.quantity),
    rest AS (
      SELECT w.line, w.sku, h.id AS holding_id,
             (w.quantity - coalesce((SELECT sum(t.quantity) FROM taken t WHERE t.line = w.line AND t.sku = w.sku), 0))::integer AS quantity
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
