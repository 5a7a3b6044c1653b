-- Where goods lie. A SKU that lies in one place without lots has its level alone. Once a move names
-- another warehouse or a lot, the SKU is split: then holdings, a row for each place and lot, add up
-- to its level. The level's row guards them: whoever changes a holding has locked its level, so that
-- holdings need no queue of their own. Nobody writes them but the functions of this file.

-- How much of the SKU lies there, free, that is not usable long enough to be sold now.
CREATE FUNCTION stock_dead(p_sku uuid, p_shelf_days integer, p_at timestamptz) RETURNS integer
LANGUAGE sql STABLE AS $$
  SELECT coalesce(sum(h.on_hand - h.allocated), 0)::integer
    FROM stock_holdings h JOIN organisations o ON o.id = h.seller_id
   WHERE h.sku_id = p_sku AND NOT stock_usable(h.expires_on, stock_day(o.time_zone, p_at, NULL, p_shelf_days))
$$;

-- Weighs anew what of these SKUs cannot be sold any more. What is promised stays promised.
CREATE FUNCTION stock_weigh(p_skus uuid[], p_at timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM 1 FROM stock_levels s WHERE s.sku_id = ANY (p_skus) ORDER BY s.sku_id FOR UPDATE;
  UPDATE stock_levels s
     SET unusable = least(stock_dead(s.sku_id, s.shelf_days, p_at), s.on_hand - s.allocated - s.reserved)
   WHERE s.sku_id = ANY (p_skus) AND s.is_split;
END
$$;

-- For every move that is added, whoever adds it: what lies there, as a whole and in its place.
CREATE OR REPLACE FUNCTION stock_apply_moves() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_applied integer;
  v_split uuid[];
BEGIN
  PERFORM 1 FROM stock_levels s WHERE s.sku_id IN (SELECT m.sku_id FROM moved m)
    ORDER BY s.sku_id FOR UPDATE;
  SELECT array_agg(s.sku_id) FILTER (WHERE s.is_split OR m.is_elsewhere) INTO v_split
    FROM stock_levels s
    JOIN (SELECT m.sku_id, bool_or(m.lot <> '' OR NOT coalesce(w.is_home, true)) AS is_elsewhere
            FROM moved m LEFT JOIN warehouses w ON w.id = m.warehouse_id GROUP BY 1) m USING (sku_id);
  IF v_split IS NOT NULL THEN
    PERFORM stock_split(v_split);
    INSERT INTO stock_holdings (id, sku_id, seller_id, warehouse_id, lot, expires_on, on_hand)
    SELECT gen_random_uuid(), m.sku_id, m.seller_id, w.id, m.lot, max(m.expires_on), 0
      FROM moved m JOIN warehouses w ON w.seller_id = m.seller_id
           AND CASE WHEN m.warehouse_id IS NULL THEN w.is_home ELSE w.id = m.warehouse_id END
     WHERE m.sku_id = ANY (v_split) GROUP BY m.sku_id, m.seller_id, w.id, m.lot
    ON CONFLICT (sku_id, warehouse_id, lot) DO NOTHING;
    UPDATE stock_holdings h SET on_hand = h.on_hand + m.change
      FROM (SELECT m.sku_id, w.id AS warehouse_id, m.lot, sum(m.change) AS change
              FROM moved m JOIN warehouses w ON w.seller_id = m.seller_id
                   AND CASE WHEN m.warehouse_id IS NULL THEN w.is_home ELSE w.id = m.warehouse_id END
             GROUP BY 1, 2, 3) m
     WHERE h.sku_id = ANY (v_split) AND h.sku_id = m.sku_id AND h.warehouse_id = m.warehouse_id AND h.lot = m.lot;
  END IF;
  -- By SKU and seller: nobody moves the goods of another, whatever row a move may name.
  UPDATE stock_levels s
     SET on_hand = s.on_hand + m.change, changed_at = m.at,
         unusable = CASE WHEN s.is_split THEN greatest(0, least(stock_dead(s.sku_id, s.shelf_days, m.at),
                           s.on_hand + m.change - s.allocated - s.reserved)) ELSE 0 END
    FROM (SELECT sku_id, seller_id, sum(change)::integer AS change, max(at) AS at FROM moved GROUP BY 1, 2) m
   WHERE s.sku_id = m.sku_id AND s.seller_id = m.seller_id;
  GET DIAGNOSTICS v_applied = ROW_COUNT;
  IF v_applied <> (SELECT count(*) FROM (SELECT DISTINCT sku_id, seller_id FROM moved) m) THEN
    RAISE EXCEPTION 'a move names goods that its seller has no level of' USING ERRCODE = 'PH005';
  END IF;
  RETURN NULL;
END
$$;

-- Lets locked levels have holdings from now on: all that they have so far lies at home.
CREATE FUNCTION stock_split(p_skus uuid[]) RETURNS void
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  v_split integer;
BEGIN
  INSERT INTO stock_holdings (id, sku_id, seller_id, warehouse_id, lot, on_hand, allocated)
  SELECT gen_random_uuid(), s.sku_id, s.seller_id, w.id, '', s.on_hand, s.allocated
    FROM stock_levels s JOIN warehouses w ON w.seller_id = s.seller_id AND w.is_home
   WHERE s.sku_id = ANY (p_skus) AND NOT s.is_split;
  GET DIAGNOSTICS v_split = ROW_COUNT;
  UPDATE stock_levels SET is_split = true WHERE sku_id = ANY (p_skus) AND NOT is_split;
  IF NOT FOUND AND v_split = 0 THEN
    RETURN;
  END IF;
  IF EXISTS (SELECT 1 FROM unnest(p_skus) AS p(sku)
              WHERE NOT EXISTS (SELECT 1 FROM stock_holdings h WHERE h.sku_id = p.sku)) THEN
    RAISE EXCEPTION 'goods are split whose seller has no warehouse' USING ERRCODE = 'PH005';
  END IF;
END
$$;
