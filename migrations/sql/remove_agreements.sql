DROP POLICY party_reads ON organisations;
CREATE POLICY party_reads ON organisations FOR SELECT USING (
  kind = 'platform' OR (kind IN ('supplier', 'distributor') AND state IN ('admitted', 'suspended'))
    OR id = (SELECT pinhuo_organisation()) OR (SELECT pinhuo_sees_all())
    OR EXISTS (SELECT 1 FROM members m WHERE m.organisation_id = organisations.id
                AND m.person_id = (SELECT pinhuo_person()) AND m.ended_at IS NULL)
    OR EXISTS (SELECT 1 FROM orders o WHERE o.buyer_id = organisations.id
                AND o.seller_id = (SELECT pinhuo_organisation())));
DROP FUNCTION agreement_consume, agreement_release, pricing_deals_with, pricing_buyer;
