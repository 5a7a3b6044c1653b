-- Where a ladder stands among all prices, so that an index streams goods by what they cost: whose list it is, in which
-- currency, and what a unit of the least order costs in millionths (whole numbers, since row-level security lets an index
-- compare only what cannot tell anything). Levels are words of each seller's own, so theirs carry the seller.

CREATE FUNCTION ladder_least(quantities integer[], unit_prices numeric[], moq integer) RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT (unit_prices[greatest(width_bucket(moq, quantities), 1)] * 1000000)::bigint
$$;

-- Past the policies: who writes a ladder may write this one.
CREATE FUNCTION ladder_place() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  SELECT CASE l.audience WHEN 'level' THEN l.audience_key || '@' || l.seller_id ELSE l.audience_key END, l.currency
    INTO NEW.audience_key, NEW.currency FROM price_lists l WHERE l.id = NEW.price_list_id;
  SELECT ladder_least(NEW.quantities, NEW.unit_prices, s.moq) INTO NEW.least_price FROM skus s WHERE s.id = NEW.sku_id;
  RETURN NEW;
END
$$;
CREATE TRIGGER stands BEFORE INSERT OR UPDATE ON ladders
  FOR EACH ROW EXECUTE FUNCTION ladder_place();

-- Another least order may stand on another step.
CREATE FUNCTION ladder_replace() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE ladders SET sku_id = NEW.id WHERE sku_id = NEW.id AND withdrawn_at IS NULL;
  RETURN NULL;
END
$$;
CREATE TRIGGER stands AFTER UPDATE OF moq ON skus
  FOR EACH ROW WHEN (OLD.moq <> NEW.moq) EXECUTE FUNCTION ladder_replace();
