-- Where goods go is known to the organisation they go to; its sellers read what their orders copied.
SELECT pinhuo_protect('addresses', 'organisation_id = (SELECT pinhuo_organisation()) OR (SELECT pinhuo_sees_all())',
                      'organisation_id = (SELECT pinhuo_organisation()) OR (SELECT pinhuo_sees_all())');
