-- What filters count: one narrow row a SKU, so that a hundred thousand are counted without reading what products, stock and
-- prices say at length. Nobody writes the rows but these functions; each works out anew, from the tables themselves, what
-- may have changed. A row is locked first and worked out by the next statement: whoever changed another of its sources
-- meanwhile has then committed, and is seen.

-- What each row says, from its sources. `priced`: when the seller's list for everybody, in its own currency, has a price.
-- `borne`: all its marks, of which the first ends after `borne_until`. Read by whoever asks, so behind the policies.
CREATE VIEW tallies_anew WITH (security_invoker = true) AS
SELECT s.id AS sku_id, s.seller_id, p.category_id,
       p.state = 'offered' AND s.archived_at IS NULL AS is_shown,
       CASE WHEN s.is_pack
            THEN coalesce((SELECT bool_and(coalesce(l.on_hand - l.allocated - l.reserved - l.unusable, 0) >= k.quantity::bigint * s.moq)
                             FROM pack_parts k LEFT JOIN stock_levels l ON l.sku_id = k.part_id WHERE k.pack_id = s.id), false)
            ELSE coalesce((SELECT l.on_hand - l.allocated - l.reserved - l.unusable FROM stock_levels l WHERE l.sku_id = s.id), 0) >= s.moq
       END AS in_stock,
       coalesce((SELECT string_agg(m.mark, ' ' ORDER BY m.mark) FROM product_marks m WHERE m.product_id = p.id), '') AS borne,
       (SELECT min(m.valid_until) FROM product_marks m WHERE m.product_id = p.id) AS borne_until,
       coalesce((SELECT range_agg(tstzrange(d.valid_from, d.valid_until))
                   FROM (SELECT * FROM ladders WHERE sku_id = s.id AND withdrawn_at IS NULL ORDER BY sku_id, price_list_id, valid_from) d
                   JOIN price_lists l ON l.id = d.price_list_id JOIN organisations o ON o.id = l.seller_id
                  WHERE l.audience = 'base' AND l.archived_at IS NULL AND l.currency = o.currency), '{}') AS priced
  FROM skus s JOIN products p ON p.id = s.product_id;

-- What passers-by may know of it: neither stock nor prices.
CREATE VIEW window_tallies WITH (security_barrier = true) AS
SELECT sku_id, seller_id, category_id, false AS in_stock, borne, borne_until FROM tallied_skus WHERE is_shown;

-- The amounts from which a SKU can be ordered: its own least order, and what goes into that of each pack that holds it.
CREATE FUNCTION tally_bars(p_sku uuid) RETURNS integer[] LANGUAGE sql STABLE AS $$
  SELECT array_agg(DISTINCT bar ORDER BY bar) FROM (
    SELECT s.moq AS bar FROM skus s WHERE s.id = p_sku
    UNION SELECT least(k.quantity::bigint * s.moq, 2147483647)::integer FROM pack_parts k JOIN skus s ON s.id = k.pack_id WHERE k.part_id = p_sku) b
$$;

CREATE FUNCTION tally_lock(p_skus uuid[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM tallied_skus t WHERE t.sku_id = ANY (p_skus) ORDER BY t.sku_id FOR NO KEY UPDATE;
END
$$;

CREATE FUNCTION tally_goods(p_skus uuid[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM tally_lock(p_skus);
  WITH a AS MATERIALIZED (
    SELECT sku_id, seller_id, category_id, is_shown, borne, borne_until FROM tallies_anew WHERE sku_id = ANY (p_skus))
  UPDATE tallied_skus t SET seller_id = a.seller_id, category_id = a.category_id, is_shown = a.is_shown, borne = a.borne,
         borne_until = a.borne_until
    FROM a WHERE t.sku_id = a.sku_id AND (t.seller_id, t.category_id, t.is_shown, t.borne, t.borne_until)
           IS DISTINCT FROM (a.seller_id, a.category_id, a.is_shown, a.borne, a.borne_until);
END
$$;

CREATE FUNCTION tally_stock(p_skus uuid[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM tally_lock(p_skus);
  WITH a AS MATERIALIZED (SELECT sku_id, in_stock FROM tallies_anew WHERE sku_id = ANY (p_skus))
  UPDATE tallied_skus t SET in_stock = a.in_stock FROM a WHERE t.sku_id = a.sku_id AND t.in_stock <> a.in_stock;
END
$$;

CREATE FUNCTION tally_prices(p_skus uuid[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM tally_lock(p_skus);
  WITH a AS MATERIALIZED (SELECT sku_id, priced FROM tallies_anew WHERE sku_id = ANY (p_skus))
  UPDATE tallied_skus t SET priced = a.priced FROM a WHERE t.sku_id = a.sku_id AND t.priced <> a.priced;
END
$$;

-- Writes every row anew that differs from its sources, and answers how many did: after a restore, or whatever went wrong.
-- Sources are kept still meanwhile.
CREATE FUNCTION tally_all() RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_bars integer;
  v_rows integer;
BEGIN
  IF NOT pinhuo_sees_all() THEN
    RAISE EXCEPTION 'only the system counts everything anew' USING ERRCODE = '42501';
  END IF;
  LOCK TABLE organisations, products, skus, product_marks, pack_parts, price_lists, ladders, stock_levels, tallied_skus IN SHARE ROW EXCLUSIVE MODE;
  UPDATE stock_levels l SET enough_at = tally_bars(l.sku_id) WHERE l.enough_at <> tally_bars(l.sku_id);
  GET DIAGNOSTICS v_bars = ROW_COUNT;
  INSERT INTO tallied_skus AS t SELECT * FROM tallies_anew
  ON CONFLICT (sku_id) DO UPDATE SET seller_id = excluded.seller_id, category_id = excluded.category_id,
     is_shown = excluded.is_shown, in_stock = excluded.in_stock, borne = excluded.borne,
     borne_until = excluded.borne_until, priced = excluded.priced
   WHERE (t.seller_id, t.category_id, t.is_shown, t.in_stock, t.borne, t.borne_until, t.priced) IS DISTINCT FROM
         (excluded.seller_id, excluded.category_id, excluded.is_shown, excluded.in_stock, excluded.borne, excluded.borne_until, excluded.priced);
  GET DIAGNOSTICS v_rows = ROW_COUNT;
  RETURN v_bars + v_rows;
END
$$;

-- The triggers look rows up by their keys, and ladders by the index that has the order asked for, whatever the planner thinks of
-- tables that were small when it first saw them, or were filled a moment ago.

-- A new SKU. Its product is kept as it is until this is committed, since who changes it could not see the new row.
CREATE FUNCTION tally_added() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET enable_seqscan = off SET enable_sort = off AS $$
BEGIN
  PERFORM 1 FROM products p WHERE p.id = ANY (ARRAY(SELECT DISTINCT product_id FROM made)) ORDER BY p.id FOR SHARE;
  INSERT INTO tallied_skus SELECT * FROM tallies_anew WHERE sku_id = ANY (ARRAY(SELECT id FROM made)) ORDER BY sku_id;
  RETURN NULL;
END
$$;
CREATE TRIGGER tallied_added AFTER INSERT ON skus
  REFERENCING NEW TABLE AS made FOR EACH STATEMENT EXECUTE FUNCTION tally_added();

-- Another least order moves the amounts from which it, and what is in it, can be ordered.
CREATE FUNCTION tally_changed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET enable_seqscan = off SET enable_sort = off AS $$
DECLARE
  v_rows uuid[] := ARRAY(SELECT n.id FROM made n JOIN gone o USING (id)
    WHERE (n.product_id, n.seller_id, n.archived_at IS NULL) IS DISTINCT FROM (o.product_id, o.seller_id, o.archived_at IS NULL));
  v_stock uuid[] := ARRAY(SELECT n.id FROM made n JOIN gone o USING (id) WHERE (n.moq, n.is_pack) <> (o.moq, o.is_pack));
BEGIN
  IF v_rows <> '{}' THEN
    PERFORM tally_goods(v_rows);
  END IF;
  IF v_stock <> '{}' THEN
    PERFORM tally_raise_bars(v_stock || ARRAY(SELECT part_id FROM pack_parts WHERE pack_id = ANY (v_stock)));
    PERFORM tally_stock(v_stock);
  END IF;
  RETURN NULL;
END
$$;
CREATE FUNCTION tally_raise_bars(p_skus uuid[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM stock_levels l WHERE l.sku_id = ANY (p_skus) ORDER BY l.sku_id FOR NO KEY UPDATE;
  UPDATE stock_levels l SET enough_at = tally_bars(l.sku_id) WHERE l.sku_id = ANY (p_skus) AND l.enough_at <> tally_bars(l.sku_id);
END
$$;
CREATE TRIGGER tallied_changed AFTER UPDATE ON skus
  REFERENCING OLD TABLE AS gone NEW TABLE AS made FOR EACH STATEMENT EXECUTE FUNCTION tally_changed();

CREATE FUNCTION tally_product() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET enable_seqscan = off SET enable_sort = off AS $$
DECLARE
  v_rows uuid[] := ARRAY(SELECT s.id FROM made n JOIN gone o USING (id) JOIN skus s ON s.product_id = n.id
                          WHERE (n.state = 'offered', n.category_id) <> (o.state = 'offered', o.category_id));
BEGIN
  IF v_rows <> '{}' THEN
    PERFORM tally_goods(v_rows);
  END IF;
  RETURN NULL;
END
$$;
CREATE TRIGGER tallied AFTER UPDATE ON products
  REFERENCING OLD TABLE AS gone NEW TABLE AS made FOR EACH STATEMENT EXECUTE FUNCTION tally_product();

-- Marks and parts are rows of their own, so what they belong to is locked: nobody adds to it meanwhile.
CREATE FUNCTION tally_marks() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET enable_seqscan = off SET enable_sort = off AS $$
DECLARE
  v_products uuid[] := ARRAY(SELECT DISTINCT product_id FROM touched);
BEGIN
  PERFORM 1 FROM products p WHERE p.id = ANY (v_products) ORDER BY p.id FOR NO KEY UPDATE;
  PERFORM tally_goods(ARRAY(SELECT s.id FROM skus s WHERE s.product_id = ANY (v_products)));
  RETURN NULL;
END
$$;
CREATE TRIGGER tallied_added AFTER INSERT ON product_marks
  REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION tally_marks();
CREATE TRIGGER tallied_changed AFTER UPDATE ON product_marks
  REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION tally_marks();
CREATE TRIGGER tallied_removed AFTER DELETE ON product_marks
  REFERENCING OLD TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION tally_marks();

CREATE FUNCTION tally_parts() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET enable_seqscan = off SET enable_sort = off AS $$
BEGIN
  PERFORM 1 FROM skus s WHERE s.id = ANY (ARRAY(SELECT part_id FROM touched)) ORDER BY s.id FOR NO KEY UPDATE;
  PERFORM tally_raise_bars(ARRAY(SELECT part_id FROM touched));
  PERFORM tally_stock(ARRAY(SELECT DISTINCT pack_id FROM touched));
  RETURN NULL;
END
$$;
CREATE TRIGGER tallied_added AFTER INSERT ON pack_parts
  REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION tally_parts();
CREATE TRIGGER tallied_changed AFTER UPDATE ON pack_parts
  REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION tally_parts();
CREATE TRIGGER tallied_removed AFTER DELETE ON pack_parts
  REFERENCING OLD TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION tally_parts();

-- Lists for everybody: others are few, and counted as they are.
CREATE FUNCTION tally_ladders() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET enable_seqscan = off SET enable_sort = off AS $$
DECLARE
  v_skus uuid[] := ARRAY(SELECT DISTINCT sku_id FROM touched WHERE audience_key = 'base');
BEGIN
  IF v_skus <> '{}' THEN
    PERFORM tally_prices(v_skus);
  END IF;
  RETURN NULL;
END
$$;
CREATE TRIGGER tallied_added AFTER INSERT ON ladders
  REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION tally_ladders();
CREATE TRIGGER tallied_changed AFTER UPDATE ON ladders
  REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION tally_ladders();
CREATE TRIGGER tallied_removed AFTER DELETE ON ladders
  REFERENCING OLD TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION tally_ladders();

CREATE FUNCTION tally_list() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET enable_seqscan = off SET enable_sort = off AS $$
DECLARE
  v_seller uuid;
BEGIN
  IF TG_TABLE_NAME = 'price_lists' THEN
    v_seller := NEW.seller_id;
  ELSE
    v_seller := NEW.id;
  END IF;
  PERFORM tally_prices(ARRAY(SELECT s.id FROM skus s WHERE s.seller_id = v_seller));
  RETURN NULL;
END
$$;
CREATE TRIGGER tallied AFTER UPDATE ON price_lists FOR EACH ROW
  WHEN (NEW.audience = 'base' AND OLD.archived_at IS DISTINCT FROM NEW.archived_at) EXECUTE FUNCTION tally_list();
CREATE TRIGGER tallied AFTER UPDATE OF currency ON organisations FOR EACH ROW
  WHEN (OLD.currency <> NEW.currency) EXECUTE FUNCTION tally_list();

-- Stock is looked at only when it passes an amount from which something can be ordered, or no more: every other order of
-- the day costs this condition and nothing else.
CREATE FUNCTION tally_passed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET enable_seqscan = off SET enable_sort = off AS $$
BEGIN
  PERFORM tally_stock(NEW.sku_id || ARRAY(SELECT pack_id FROM pack_parts WHERE part_id = NEW.sku_id));
  RETURN NULL;
END
$$;
CREATE TRIGGER tallied AFTER UPDATE ON stock_levels FOR EACH ROW
  WHEN (width_bucket(OLD.on_hand - OLD.allocated - OLD.reserved - OLD.unusable, OLD.enough_at)
     <> width_bucket(NEW.on_hand - NEW.allocated - NEW.reserved - NEW.unusable, NEW.enough_at)) EXECUTE FUNCTION tally_passed();

-- The SKU and its packs are kept as they are until this is committed: whoever changes their least orders, or what is in
-- them, could not see the level.
CREATE FUNCTION tally_level() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET enable_seqscan = off SET enable_sort = off AS $$
BEGIN
  PERFORM 1 FROM skus s WHERE s.id = ANY (NEW.sku_id || ARRAY(SELECT pack_id FROM pack_parts WHERE part_id = NEW.sku_id))
    ORDER BY s.id FOR SHARE;
  NEW.enough_at := tally_bars(NEW.sku_id);
  RETURN NEW;
END
$$;
CREATE TRIGGER bars BEFORE INSERT ON stock_levels FOR EACH ROW EXECUTE FUNCTION tally_level();
CREATE TRIGGER tallied_added AFTER INSERT ON stock_levels FOR EACH ROW WHEN (NEW.on_hand > 0) EXECUTE FUNCTION tally_passed();

REVOKE EXECUTE ON FUNCTION tally_lock(uuid[]), tally_goods(uuid[]), tally_stock(uuid[]), tally_prices(uuid[]), tally_raise_bars(uuid[]) FROM PUBLIC;
