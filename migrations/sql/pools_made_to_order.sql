-- As before, but the day of goods that are made to order freezes with the other terms, and a pool that is decided may
-- still be ``making``: then its goods arrive, or it fails, or it is called off.
CREATE OR REPLACE FUNCTION pooling_check_pool() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NEW.state = 'open' AND OLD.state <> 'open' AND NOT EXISTS (
    SELECT 1 FROM pool_goods g WHERE g.pool_id = NEW.id
    HAVING count(*) > 0 AND bool_and(ladder_is_sound(NEW.quantities, g.unit_prices))
       AND sum(g.capacity) >= greatest(NEW.minimum, NEW.quantities[cardinality(NEW.quantities)])
       AND count(*) * cardinality(NEW.quantities) = cardinality(NEW.requested))
  THEN
    RAISE EXCEPTION 'pool % cannot open', NEW.reference USING ERRCODE = 'PH005';
  END IF;
  IF OLD.joins > 0 AND (
    (NEW.seller_id, NEW.currency, NEW.regions, NEW.opens_at, NEW.quantities, NEW.minimum, NEW.ready_by)
      IS DISTINCT FROM (OLD.seller_id, OLD.currency, OLD.regions, OLD.opens_at, OLD.quantities, OLD.minimum, OLD.ready_by)
    OR NEW.closes_at < OLD.closes_at OR NEW.withdraw_until < OLD.withdraw_until
    OR (NEW.closes_at > OLD.closes_at AND (OLD.first_closes_at IS NOT NULL OR NEW.first_closes_at IS NULL)))
  THEN
    RAISE EXCEPTION 'the terms of pool % are frozen', NEW.reference USING ERRCODE = 'PH005';
  END IF;
  IF OLD.decided_at IS NOT NULL AND (
    (NEW.decided_at, NEW.step, NEW.total) IS DISTINCT FROM (OLD.decided_at, OLD.step, OLD.total)
    OR (NEW.state <> OLD.state AND OLD.state <> 'making'))
  THEN
    RAISE EXCEPTION 'pool % is decided', NEW.reference USING ERRCODE = 'PH005';
  END IF;
  RETURN NEW;
END
$$;
