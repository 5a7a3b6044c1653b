-- A seller reads what was found of its goods; the platform alone writes it.
SELECT pinhuo_protect(t, 'seller_id = (SELECT pinhuo_organisation()) OR (SELECT pinhuo_sees_all())', '(SELECT pinhuo_sees_all())')
  FROM unnest(ARRAY['inspections', 'inspection_criteria']::regclass[]) AS t;

-- A product that is held back stays so whatever anybody writes into its state: that is what its seller wants of it later. Only
-- who takes held_back_at off lets it go, which sellers may not.
CREATE FUNCTION products_keep_held_back() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.held_back_at IS DISTINCT FROM OLD.held_back_at AND NOT pinhuo_sees_all() THEN
    RAISE EXCEPTION 'only the platform holds products back or lets them go' USING ERRCODE = 'PH005';
  END IF;
  IF OLD.held_back_at IS NOT NULL AND NEW.held_back_at IS NOT NULL AND NEW.state <> 'held_back' THEN
    NEW.state_wanted := NEW.state;
    NEW.state := 'held_back';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER keeps_held_back BEFORE UPDATE OF state, held_back_at ON products
  FOR EACH ROW EXECUTE FUNCTION products_keep_held_back();
