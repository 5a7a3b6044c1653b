-- What was set aside for a line when it was ordered may die before it leaves: these functions look at
-- it again, with the predicate that it was chosen by.

-- Locks levels in the order of their keys, for whoever then allocates of them in several statements.
CREATE FUNCTION stock_lock(p_skus uuid[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM 1 FROM stock_levels s WHERE s.sku_id = ANY (p_skus) ORDER BY s.sku_id FOR UPDATE;
END
$$;

-- For units of lines that would be dead by now when they arrive: from which other holding each could be
-- served, in the order in which new orders are; none where nothing is free. Nothing is changed.
CREATE FUNCTION stock_replacements(p_lines uuid[], p_region text, p_at timestamptz, p_delivered_on date)
RETURNS TABLE (line uuid, sku uuid, from_holding uuid, to_holding uuid, quantity integer)
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  WITH dead AS (
    SELECT a.line_id, a.sku_id, a.holding_id, a.quantity, sum(a.quantity) OVER o - a.quantity AS starts,
           sum(a.quantity) OVER o AS ends
      FROM stock_allocations a
      JOIN stock_holdings h ON h.id = a.holding_id
      JOIN stock_levels s ON s.sku_id = a.sku_id
      JOIN organisations g ON g.id = h.seller_id
     WHERE a.line_id = ANY (p_lines) AND a.quantity > 0
       AND NOT stock_usable(h.expires_on, stock_day(g.time_zone, p_at, p_delivered_on, s.shelf_days))
    WINDOW o AS (PARTITION BY a.sku_id ORDER BY a.line_id, h.expires_on, h.id)),
  free AS (
    SELECT h.id, h.sku_id, sum(h.on_hand - h.allocated) OVER o - (h.on_hand - h.allocated) AS starts,
           sum(h.on_hand - h.allocated) OVER o AS ends, sum(h.on_hand - h.allocated) OVER (PARTITION BY h.sku_id) AS everything
      FROM stock_levels s
      JOIN stock_holdings h USING (sku_id)
      JOIN warehouses w ON w.id = h.warehouse_id
      JOIN organisations g ON g.id = h.seller_id
     WHERE s.sku_id IN (SELECT d.sku_id FROM dead d) AND h.on_hand > h.allocated
       AND stock_usable(h.expires_on, stock_day(g.time_zone, p_at, p_delivered_on, s.shelf_days))
    WINDOW o AS (PARTITION BY h.sku_id ORDER BY stock_distance(w.region_code, w.nearby, p_region), w.position,
                 h.expires_on NULLS LAST, h.lot, h.id)),
  spare AS (  -- what is reserved for others is not taken from them
    SELECT f.id, f.sku_id, f.starts, least(f.ends, f.everything - coalesce((
             SELECT sum(r.quantity) FROM stock_reservations r WHERE r.sku_id = f.sku_id AND r.expires_at > p_at), 0)) AS ends
      FROM free f),
  taken AS (
    SELECT d.line_id, d.sku_id, d.holding_id, f.id, (least(d.ends, f.ends) - greatest(d.starts, f.starts))::integer AS quantity
      FROM dead d JOIN spare f ON f.sku_id = d.sku_id AND f.starts < d.ends AND d.starts < f.ends AND f.starts < f.ends)
  SELECT t.line_id, t.sku_id, t.holding_id, t.id, t.quantity FROM taken t
  UNION ALL
  SELECT d.line_id, d.sku_id, d.holding_id, NULL::uuid, left_over.quantity
    FROM dead d
   CROSS JOIN LATERAL (SELECT (d.quantity - coalesce((SELECT sum(t.quantity) FROM taken t
                         WHERE t.line_id = d.line_id AND t.holding_id = d.holding_id), 0))::integer AS quantity) left_over
   WHERE left_over.quantity > 0
$$;

-- Serves lines anew where what they were to have is dead, and answers what is left without goods: so
-- many units of a line, of a lot that dies too early.
CREATE FUNCTION stock_replace_dead(p_lines uuid[], p_skus uuid[], p_region text, p_at timestamptz, p_delivered_on date)
RETURNS TABLE (line uuid, dead_lot varchar, dies_on date, quantity integer)
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
    SELECT p.line, h.lot, h.expires_on, sum(p.quantity)::integer
      FROM plan p JOIN stock_holdings h ON h.id = p.from_holding
     WHERE p.to_holding IS NULL GROUP BY p.line, h.lot, h.expires_on;
  PERFORM stock_weigh(v_split, p_at);
END
$$;

-- Whatever is done wrong above: nothing leaves for a buyer after its last day.
CREATE FUNCTION stock_refuse_dead() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM moved m
               JOIN stock_holdings h ON h.sku_id = m.sku_id AND h.warehouse_id = m.warehouse_id AND h.lot = m.lot
               JOIN organisations o ON o.id = h.seller_id
              WHERE m.kind = 'shipped' AND m.lot <> ''
                AND NOT stock_usable(h.expires_on, (m.at AT TIME ZONE o.time_zone)::date)) THEN
    RAISE EXCEPTION 'goods would leave after their last day' USING ERRCODE = 'PH005';
  END IF;
  RETURN NULL;
END
$$;
CREATE TRIGGER keeps_dead AFTER INSERT ON stock_moves
  REFERENCING NEW TABLE AS moved FOR EACH STATEMENT EXECUTE FUNCTION stock_refuse_dead();

-- As before, but what ships is only what still keeps: p_delivered_on is the day that the buyer asked for.
DROP FUNCTION stock_release(uuid[], uuid[], integer[], boolean, timestamptz);
CREATE FUNCTION stock_release(p_lines uuid[], p_skus uuid[], p_quantities integer[], p_ships boolean, p_at timestamptz,
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
      SELECT a.line_id, a.holding_id, a.quantity,
             row_number() OVER (PARTITION BY a.line_id ORDER BY h.expires_on NULLS LAST, h.lot, h.id)
               * CASE WHEN p_ships THEN 1 ELSE -1 END AS turn
        FROM stock_allocations a
        JOIN stock_holdings h ON h.id = a.holding_id
        JOIN stock_levels s ON s.sku_id = h.sku_id
        JOIN organisations g ON g.id = h.seller_id
       WHERE a.line_id = ANY (p_lines) AND a.quantity > 0
         AND (NOT p_ships OR stock_usable(h.expires_on, stock_day(g.time_zone, p_at, p_delivered_on, s.shelf_days)))),
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
