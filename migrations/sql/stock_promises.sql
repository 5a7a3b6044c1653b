-- Stock is the seller's, but it is a buyer's order or reservation that takes it: these functions
-- cross that line, and nothing else does. They lock levels in the order of their keys, and decide on
-- what they see after that.

-- What can be promised to an owner now, of SKUs of which that is less than wanted. Its own
-- reservation never stands in an owner's way.
CREATE FUNCTION stock_shortages(p_skus uuid[], p_quantities integer[], p_owner text, p_at timestamptz, p_delivered_on date)
RETURNS TABLE (short_sku uuid, available integer)
LANGUAGE sql STABLE AS $$
  SELECT w.sku, greatest(coalesce(f.free, 0), 0)::integer
    FROM (SELECT u.sku, sum(u.quantity) AS quantity FROM unnest(p_skus, p_quantities) AS u(sku, quantity) GROUP BY 1) w
    LEFT JOIN LATERAL (
      SELECT CASE WHEN s.is_split THEN (
               SELECT coalesce(sum(h.on_hand - h.allocated), 0) FROM stock_holdings h JOIN organisations o ON o.id = h.seller_id
                WHERE h.sku_id = s.sku_id
                  AND stock_usable(h.expires_on, stock_day(o.time_zone, p_at, p_delivered_on, s.shelf_days)))
             ELSE s.on_hand - s.allocated END
             - s.reserved
             + coalesce((SELECT r.quantity FROM stock_reservations r WHERE r.owner = p_owner AND r.sku_id = s.sku_id), 0)
             AS free
        FROM stock_levels s WHERE s.sku_id = w.sku
    ) f ON true
   WHERE greatest(coalesce(f.free, 0), 0) < w.quantity
   ORDER BY 1
$$;

-- Forgets reservations of locked levels whose time is over.
CREATE FUNCTION stock_forget(p_skus uuid[], p_at timestamptz) RETURNS integer
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  v_forgotten integer;
BEGIN
  WITH gone AS (
    DELETE FROM stock_reservations r WHERE r.sku_id = ANY (p_skus) AND r.expires_at <= p_at
    RETURNING r.sku_id, r.quantity),
  freed AS (
    UPDATE stock_levels s SET reserved = s.reserved - g.quantity
      FROM (SELECT sku_id, sum(quantity) AS quantity FROM gone GROUP BY 1) g WHERE s.sku_id = g.sku_id)
  SELECT count(*) INTO v_forgotten FROM gone;
  RETURN v_forgotten;
END
$$;

-- Allocates all the quantities or none, and writes down from which holding each line is served: the
-- nearest warehouse first, there what expires first. Answers the SKUs that are short, with what is
-- available; no row means that everything was allocated.
DROP FUNCTION stock_allocate(uuid[], integer[]);
CREATE FUNCTION stock_allocate(p_lines uuid[], p_skus uuid[], p_quantities integer[], p_owner text, p_region text,
                               p_at timestamptz, p_delivered_on date)
RETURNS TABLE (short_sku uuid, available integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_split boolean;
BEGIN
  SELECT bool_or(l.is_split) INTO v_split FROM (
    SELECT s.is_split FROM stock_levels s WHERE s.sku_id = ANY (p_skus) ORDER BY s.sku_id FOR UPDATE) l;
  IF EXISTS (SELECT 1 FROM stock_shortages(p_skus, p_quantities, p_owner, p_at, p_delivered_on)) THEN
    PERFORM stock_forget(p_skus, p_at);
    RETURN QUERY SELECT * FROM stock_shortages(p_skus, p_quantities, p_owner, p_at, p_delivered_on);
    IF FOUND THEN
      RETURN;
    END IF;
  END IF;
  IF p_owner IS NOT NULL THEN
    PERFORM stock_use_reservation(p_skus, p_quantities, p_owner);
  END IF;
  UPDATE stock_levels s SET allocated = s.allocated + w.quantity
    FROM (SELECT u.sku, sum(u.quantity) AS quantity FROM unnest(p_skus, p_quantities) AS u(sku, quantity) GROUP BY 1) w
   WHERE s.sku_id = w.sku;
  IF v_split THEN
    PERFORM stock_place(p_lines, p_skus, p_quantities, p_region, p_at, p_delivered_on);
  END IF;
END
$$;

-- What an owner takes of what it had reserved is reserved no more.
CREATE FUNCTION stock_use_reservation(p_skus uuid[], p_quantities integer[], p_owner text) RETURNS void
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  WITH used AS (
    SELECT r.sku_id, r.quantity AS had, least(r.quantity, w.quantity) AS quantity
      FROM stock_reservations r
      JOIN (SELECT u.sku, sum(u.quantity)::integer AS quantity FROM unnest(p_skus, p_quantities) AS u(sku, quantity) GROUP BY 1) w
           ON w.sku = r.sku_id
     WHERE r.owner = p_owner),
  gone AS (
    DELETE FROM stock_reservations r USING used u WHERE r.owner = p_owner AND r.sku_id = u.sku_id AND u.quantity = u.had),
  lessened AS (
    UPDATE stock_reservations r SET quantity = r.quantity - u.quantity
      FROM used u WHERE r.owner = p_owner AND r.sku_id = u.sku_id AND u.quantity < u.had)
  UPDATE stock_levels s SET reserved = s.reserved - u.quantity FROM used u WHERE s.sku_id = u.sku_id;
END
$$;

-- Lays the units of lines and the free units of holdings beside each other, each in their order:
-- where two stretches overlap, that holding serves that line.
CREATE FUNCTION stock_place(p_lines uuid[], p_skus uuid[], p_quantities integer[], p_region text, p_at timestamptz, p_delivered_on date)
RETURNS void
LANGUAGE sql SET search_path = public, pg_temp AS $$
  WITH lines AS (
    SELECT w.line, w.sku, sum(w.quantity) OVER o - w.quantity AS starts, sum(w.quantity) OVER o AS ends
      FROM unnest(p_lines, p_skus, p_quantities) AS w(line, sku, quantity)
    WINDOW o AS (PARTITION BY w.sku ORDER BY w.line)),
  places AS (
    SELECT h.id, h.sku_id, h.seller_id, sum(h.on_hand - h.allocated) OVER o - (h.on_hand - h.allocated) AS starts,
           sum(h.on_hand - h.allocated) OVER o AS ends
      FROM stock_levels s
      JOIN stock_holdings h USING (sku_id)
      JOIN warehouses w ON w.id = h.warehouse_id
      JOIN organisations g ON g.id = h.seller_id
     WHERE s.is_split AND s.sku_id = ANY (p_skus) AND h.on_hand > h.allocated
       AND stock_usable(h.expires_on, stock_day(g.time_zone, p_at, p_delivered_on, s.shelf_days))
    WINDOW o AS (PARTITION BY h.sku_id ORDER BY stock_distance(w.region_code, w.nearby, p_region), w.position,
                 h.expires_on NULLS LAST, h.lot, h.id)),
  taken AS (
    SELECT l.line, p.id, p.sku_id, p.seller_id, (least(l.ends, p.ends) - greatest(l.starts, p.starts))::integer AS quantity
      FROM lines l JOIN places p ON p.sku_id = l.sku AND p.starts < l.ends AND l.starts < p.ends),
  noted AS (
    INSERT INTO stock_allocations (line_id, holding_id, sku_id, seller_id, quantity)
    SELECT t.line, t.id, t.sku_id, t.seller_id, t.quantity FROM taken t
    ON CONFLICT (line_id, holding_id) DO UPDATE SET quantity = stock_allocations.quantity + excluded.quantity)
  UPDATE stock_holdings h SET allocated = h.allocated + t.quantity
    FROM (SELECT id, sum(quantity) AS quantity FROM taken GROUP BY 1) t WHERE h.id = t.id
$$;

-- Gives allocated quantities back, or lets them leave (p_ships: then the caller adds the moves), and
-- answers from which places: shipping takes what expires first, giving back what expires last. What
-- was allocated to a line before its SKU was split lies at home.
DROP FUNCTION stock_release(uuid[], integer[]);
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

-- Reserves for an owner, until p_expires_at, these quantities in place of what it had reserved of the
-- SKUs: all of them or none. Zero gives back. Answers the SKUs that are short, with what is available.
CREATE FUNCTION stock_reserve(p_owner text, p_skus uuid[], p_quantities integer[], p_expires_at timestamptz, p_at timestamptz)
RETURNS TABLE (short_sku uuid, available integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM 1 FROM stock_levels s WHERE s.sku_id = ANY (p_skus) ORDER BY s.sku_id FOR UPDATE;
  IF EXISTS (SELECT 1 FROM stock_shortages(p_skus, p_quantities, p_owner, p_at, NULL)) THEN
    PERFORM stock_forget(p_skus, p_at);
    RETURN QUERY SELECT * FROM stock_shortages(p_skus, p_quantities, p_owner, p_at, NULL);
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

-- Gives back all that an owner has reserved.
CREATE FUNCTION stock_unreserve(p_owner text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM 1 FROM stock_levels s WHERE s.sku_id IN (SELECT r.sku_id FROM stock_reservations r WHERE r.owner = p_owner)
    ORDER BY s.sku_id FOR UPDATE;
  WITH gone AS (DELETE FROM stock_reservations r WHERE r.owner = p_owner RETURNING r.sku_id, r.quantity)
  UPDATE stock_levels s SET reserved = s.reserved - g.quantity FROM gone g WHERE s.sku_id = g.sku_id;
END
$$;

-- Forgets reservations that are over, of so many SKUs at the most; answers how many there were.
CREATE FUNCTION stock_expire(p_at timestamptz, p_limit integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_skus uuid[];
BEGIN
  v_skus := ARRAY(SELECT DISTINCT r.sku_id FROM stock_reservations r WHERE r.expires_at <= p_at ORDER BY 1 LIMIT p_limit);
  PERFORM 1 FROM stock_levels s WHERE s.sku_id = ANY (v_skus) ORDER BY s.sku_id FOR UPDATE;
  RETURN stock_forget(v_skus, p_at);
END
$$;
