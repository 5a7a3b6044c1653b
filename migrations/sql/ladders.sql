-- Whether a ladder may be saved: as many prices as quantities, at least one step, quantities
-- rising, prices positive and strictly falling.
CREATE FUNCTION ladder_is_sound(quantities integer[], unit_prices numeric[]) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT cardinality(quantities) = cardinality(unit_prices)
     AND cardinality(quantities) BETWEEN 1 AND 8
     AND (SELECT bool_and(s.quantity IS NOT NULL AND s.price IS NOT NULL
                          AND s.quantity > 0 AND s.price > 0
                          AND s.quantity > coalesce(s.quantity_before, 0)
                          AND s.price < coalesce(s.price_before, 'infinity'))
            FROM (SELECT quantity, price,
                         lag(quantity) OVER (ORDER BY n) AS quantity_before,
                         lag(price) OVER (ORDER BY n) AS price_before
                    FROM unnest(quantities, unit_prices)
                         WITH ORDINALITY AS u(quantity, price, n)) AS s)
$$;
