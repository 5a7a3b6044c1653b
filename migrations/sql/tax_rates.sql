-- Every buyer reads the rate that its order is to freeze; a seller's own people add to it, and nobody changes it.
SELECT pinhuo_protect('seller_tax_rates', '(SELECT pinhuo_is_known())', 'seller_id = (SELECT pinhuo_organisation()) OR (SELECT pinhuo_sees_all())');
SELECT pinhuo_append_only('seller_tax_rates');
