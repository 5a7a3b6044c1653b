-- What lies there changes by moves, and by nothing else: the application's role may not write
-- on_hand, and this trigger writes it for every move, whoever adds one.
CREATE FUNCTION stock_apply_moves() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_applied integer;
BEGIN
  PERFORM 1 FROM stock_levels s WHERE s.sku_id IN (SELECT m.sku_id FROM moved m)
    ORDER BY s.sku_id FOR UPDATE;
  -- By SKU and seller: nobody moves the goods of another, whatever row a move may name.
  UPDATE stock_levels s SET on_hand = s.on_hand + m.change, changed_at = m.at
    FROM (SELECT sku_id, seller_id, sum(change) AS change, max(at) AS at FROM moved GROUP BY 1, 2) m
   WHERE s.sku_id = m.sku_id AND s.seller_id = m.seller_id;
  GET DIAGNOSTICS v_applied = ROW_COUNT;
  IF v_applied <> (SELECT count(*) FROM (SELECT DISTINCT sku_id, seller_id FROM moved) m) THEN
    RAISE EXCEPTION 'a move names goods that its seller has no level of' USING ERRCODE = 'PH005';
  END IF;
  RETURN NULL;
END
$$;
CREATE TRIGGER applied AFTER INSERT ON stock_moves
  REFERENCING NEW TABLE AS moved FOR EACH STATEMENT EXECUTE FUNCTION stock_apply_moves();
