-- Who asks for credit and who owes for being late sees it; what the platform's people propose among themselves is theirs.
SELECT pinhuo_protect(t, 'organisation_id = (SELECT pinhuo_organisation()) OR (SELECT pinhuo_sees_all())',
                         'organisation_id = (SELECT pinhuo_organisation()) OR (SELECT pinhuo_sees_all())')
  FROM unnest(ARRAY['credit_applications', 'credit_fees']::regclass[]) AS t;
SELECT pinhuo_protect(t, '(SELECT pinhuo_sees_all())', '(SELECT pinhuo_sees_all())')
  FROM unnest(ARRAY['credit_proposals', 'credit_write_offs']::regclass[]) AS t;
