-- Pools: who sees them, how they are counted, and what freezes.

-- The regions in which the acting organisation takes goods, if it buys.
CREATE FUNCTION pooling_regions() RETURNS varchar[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT array_agg(r.code) FROM (
    SELECT o.region_code AS code FROM organisations o
     WHERE o.id = pinhuo_organisation() AND o.kind IN ('retailer', 'distributor')
    UNION
    SELECT a.region_code FROM addresses a JOIN organisations o ON o.id = a.organisation_id
     WHERE o.id = pinhuo_organisation() AND o.kind IN ('retailer', 'distributor') AND a.archived_at IS NULL) r
   WHERE r.code IS NOT NULL
$$;

-- Whether the acting organisation has bound itself to a pool, past the policies, which would ask each other in a circle.
CREATE FUNCTION pooling_is_member(p_pool uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM commitments c WHERE c.pool_id = p_pool AND c.buyer_id = pinhuo_organisation())
$$;

-- A pool is seen by its seller and, once it was offered, by buyers of its regions and by its members.
SELECT pinhuo_protect('pools',
  $$seller_id = (SELECT pinhuo_organisation()) OR (SELECT pinhuo_sees_all())
    OR (offered_at IS NOT NULL AND (regions && (SELECT pooling_regions()) OR pooling_is_member(id)))$$,
  'seller_id = (SELECT pinhuo_organisation()) OR (SELECT pinhuo_sees_all())');
SELECT pinhuo_protect('pool_goods', 'EXISTS (SELECT 1 FROM pools p WHERE p.id = pool_id)',
  'seller_id = (SELECT pinhuo_organisation()) OR (SELECT pinhuo_sees_all())');

-- A commitment is its member's. Its seller meets the member when there is an order; other members never do.
SELECT pinhuo_protect('commitments',
  $$buyer_id = (SELECT pinhuo_organisation()) OR (SELECT pinhuo_sees_all())
    OR (seller_id = (SELECT pinhuo_organisation()) AND state = 'ordered')$$,
  'buyer_id = (SELECT pinhuo_organisation()) OR (SELECT pinhuo_sees_all())');
SELECT pinhuo_protect('commitment_lines', 'EXISTS (SELECT 1 FROM commitments c WHERE c.id = commitment_id)',
  'buyer_id = (SELECT pinhuo_organisation()) OR (SELECT pinhuo_sees_all())');
SELECT pinhuo_protect('pool_shipments',
  $$seller_id = (SELECT pinhuo_organisation()) OR (SELECT pinhuo_sees_all()) OR EXISTS (SELECT 1 FROM commitments c
      WHERE c.pool_id = pool_shipments.pool_id AND c.region_code = pool_shipments.region_code
        AND c.buyer_id = (SELECT pinhuo_organisation()))$$,
  'seller_id = (SELECT pinhuo_organisation()) OR (SELECT pinhuo_sees_all())');

-- Counts a commitment into its pool, or out of it: p_change by good and step, p_members one more, one less or the same.
-- It is a buyer's act on a seller's row, decided where everybody queues: no row is answered unless the pool takes
-- commitments at p_at (half-open; withdrawals only before their own deadline).
CREATE FUNCTION pooling_count(p_pool uuid, p_change bigint[], p_members integer, p_at timestamptz, p_withdraws boolean)
RETURNS TABLE (requested bigint[], members integer)
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  UPDATE pools p
     SET requested = (SELECT array_agg(c.was + c.change ORDER BY c.n)
                        FROM unnest(p.requested, p_change) WITH ORDINALITY AS c(was, change, n)),
         members = p.members + p_members, joins = p.joins + greatest(p_members, 0),
         version = p.version + 1, changed_at = p_at
   WHERE p.id = p_pool AND p.state = 'open' AND p.opens_at <= p_at AND p_at < p.closes_at
     AND (NOT p_withdraws OR p_at < p.withdraw_until) AND cardinality(p.requested) = cardinality(p_change)
     AND pinhuo_is_known()
  RETURNING p.requested, p.members
$$;

-- What anybody may see who was given a pool's link: no price, no member.
CREATE FUNCTION pooling_shared(p_code text)
RETURNS TABLE (id uuid, reference varchar, title varchar, state varchar, seller_name varchar, regions varchar[],
  time_zone varchar, opens_at timestamptz, closes_at timestamptz, quantities integer[], minimum integer,
  requested bigint[], capacities integer[], multiples integer[], sku_ids uuid[], members integer, version integer)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT p.id, p.reference, p.title, p.state, o.name, p.regions, p.time_zone, p.opens_at, p.closes_at, p.quantities, p.minimum,
         p.requested, g.capacities, g.multiples, g.sku_ids, p.members, p.version
    FROM pools p JOIN organisations o ON o.id = p.seller_id
    JOIN LATERAL (SELECT array_agg(g.capacity ORDER BY g.position) AS capacities,
                         array_agg(g.multiple ORDER BY g.position) AS multiples,
                         array_agg(g.sku_id ORDER BY g.position) AS sku_ids
                    FROM pool_goods g WHERE g.pool_id = p.id) g ON true
   WHERE p.share_code = p_code AND p.offered_at IS NOT NULL
$$;

-- A pool opens only with a sound ladder for each of its goods and a capacity that reaches every step and the minimum.
-- Once somebody has joined, its terms are frozen: it can only be extended, once, and end.
CREATE FUNCTION pooling_check_pool() RETURNS trigger
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
    (NEW.seller_id, NEW.currency, NEW.regions, NEW.opens_at, NEW.quantities, NEW.minimum)
      IS DISTINCT FROM (OLD.seller_id, OLD.currency, OLD.regions, OLD.opens_at, OLD.quantities, OLD.minimum)
    OR NEW.closes_at < OLD.closes_at OR NEW.withdraw_until < OLD.withdraw_until
    OR (NEW.closes_at > OLD.closes_at AND (OLD.first_closes_at IS NOT NULL OR NEW.first_closes_at IS NULL)))
  THEN
    RAISE EXCEPTION 'the terms of pool % are frozen', NEW.reference USING ERRCODE = 'PH005';
  END IF;
  IF OLD.decided_at IS NOT NULL AND (NEW.state, NEW.decided_at, NEW.step, NEW.total)
    IS DISTINCT FROM (OLD.state, OLD.decided_at, OLD.step, OLD.total)
  THEN
    RAISE EXCEPTION 'pool % is decided', NEW.reference USING ERRCODE = 'PH005';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER terms BEFORE UPDATE ON pools FOR EACH ROW EXECUTE FUNCTION pooling_check_pool();

CREATE FUNCTION pooling_check_goods() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_pool uuid := CASE TG_OP WHEN 'DELETE' THEN OLD.pool_id ELSE NEW.pool_id END;
BEGIN
  IF TG_OP = 'UPDATE' AND (NEW.pool_id, NEW.sku_id, NEW.position, NEW.unit_prices, NEW.capacity, NEW.multiple, NEW.member_minimum)
    IS NOT DISTINCT FROM (OLD.pool_id, OLD.sku_id, OLD.position, OLD.unit_prices, OLD.capacity, OLD.multiple, OLD.member_minimum)
  THEN
    RETURN NEW;
  END IF;
  IF EXISTS (SELECT 1 FROM pools p WHERE p.id = v_pool AND p.joins > 0) THEN
    RAISE EXCEPTION 'the goods of a pool that was joined are frozen' USING ERRCODE = 'PH005';
  END IF;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END
$$;
CREATE TRIGGER terms BEFORE INSERT OR UPDATE OR DELETE ON pool_goods FOR EACH ROW EXECUTE FUNCTION pooling_check_goods();
