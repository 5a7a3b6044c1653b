-- How many orders of a seller are open, for whoever is about to order: it sees only its own. Buyers of one seller wait for each other
-- here, so that two of them never both take the last place. Only sellers on trial are asked for.
CREATE FUNCTION ordering_open_orders(p_seller uuid) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('open orders of ' || p_seller, 0));
  RETURN (SELECT count(*) FROM orders o WHERE o.seller_id = p_seller AND o.state NOT IN ('completed', 'cancelled')
            AND o.replaces_id IS NULL);
END
$$;

-- Whatever makes an order of a seller on trial, there are never more of them open than it may have. What is sent again for a claim
-- makes good for an order that was counted: it is owed whether there is room or not.
CREATE FUNCTION ordering_check_room() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_most integer := (SELECT o.open_orders_max FROM organisations o WHERE o.id = NEW.seller_id);
BEGIN
  IF v_most IS NOT NULL AND ordering_open_orders(NEW.seller_id) > v_most THEN
    RAISE EXCEPTION 'a seller on trial has no more than % open orders', v_most USING ERRCODE = 'PH008';
  END IF;
  RETURN NULL;
END
$$;
CREATE TRIGGER within_room AFTER INSERT ON orders FOR EACH ROW WHEN (NEW.replaces_id IS NULL) EXECUTE FUNCTION ordering_check_room();
