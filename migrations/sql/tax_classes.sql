-- Goods are of the reduced class only where their seller has ever said a rate for it; rates are never taken back.
CREATE FUNCTION catalogue_rated() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM seller_tax_rates r WHERE r.seller_id = NEW.seller_id AND r.tax_class = NEW.tax_class) THEN
    RAISE EXCEPTION 'no rate was said for goods of this class' USING ERRCODE = 'PH002';
  END IF;
  RETURN NULL;
END
$$;
CREATE TRIGGER rated AFTER INSERT OR UPDATE OF tax_class ON products
  FOR EACH ROW WHEN (NEW.tax_class = 'reduced') EXECUTE FUNCTION catalogue_rated();
