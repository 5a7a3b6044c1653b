-- Which goods may be sold, and from where: each question has one answer, here. trade/stock/rules
-- says the same in Python, and a test compares the two.

-- The one predicate: goods may still be used on their last day, and goods without one always.
CREATE FUNCTION stock_usable(p_expires_on date, p_day date) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT p_expires_on IS NULL OR p_expires_on >= p_day $$;

-- How many days goods need to a buyer, unless a later day is asked for.
CREATE FUNCTION stock_delivery_days() RETURNS integer LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT 3 $$;

-- The day until which goods that are promised at p_at must be usable: delivery, in the seller's
-- time zone, and the days that the SKU must keep after it.
CREATE FUNCTION stock_day(p_time_zone text, p_at timestamptz, p_delivered_on date, p_shelf_days integer) RETURNS date
LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT greatest((p_at AT TIME ZONE p_time_zone)::date + stock_delivery_days(), p_delivered_on) + p_shelf_days $$;

-- How far a warehouse is from a region: its own is 0, then those it names as near in their order,
-- then the rest of its country, then everywhere else.
CREATE FUNCTION stock_distance(p_warehouse_region text, p_nearby text[], p_region text) RETURNS integer
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT CASE
    WHEN p_warehouse_region = p_region THEN 0
    WHEN p_region = ANY (p_nearby) THEN array_position(p_nearby, p_region)
    WHEN EXISTS (SELECT 1 FROM regions a JOIN regions b USING (country)
                  WHERE a.code = p_warehouse_region AND b.code = p_region) THEN 1000
    ELSE 2000
  END
$$;
