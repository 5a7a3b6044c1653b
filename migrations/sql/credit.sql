-- Credit: who sees it, and how a line is used.

-- A line is its owner's to see, and the platform's to change; its use is written by the functions below alone.
SELECT pinhuo_protect('credit_lines', 'organisation_id = (SELECT pinhuo_organisation()) OR (SELECT pinhuo_sees_all())',
                      '(SELECT pinhuo_sees_all())');
SELECT pinhuo_protect(t, 'organisation_id = (SELECT pinhuo_organisation()) OR (SELECT pinhuo_sees_all())',
                         'organisation_id = (SELECT pinhuo_organisation()) OR (SELECT pinhuo_sees_all())')
  FROM unnest(ARRAY['credit_invoices', 'credit_instalments', 'credit_movements']::regclass[]) AS t;

-- Uses more or less of a line. More only where it is active, not past its last day, nothing of it is overdue, and use
-- and promises together stay within the limit: decided on the locked row. No row is answered where that is not so.
CREATE FUNCTION credit_use(p_organisation uuid, p_currency text, p_used bigint, p_reserved bigint, p_at timestamptz)
RETURNS TABLE (term_days integer, term_kind varchar, today date)
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  UPDATE credit_lines l
     SET used_minor = l.used_minor + p_used, reserved_minor = l.reserved_minor + p_reserved
    FROM (SELECT o.id, (p_at AT TIME ZONE o.time_zone)::date AS today FROM organisations o WHERE o.id = p_organisation) t
   WHERE l.organisation_id = t.id AND l.currency = p_currency
     AND (p_organisation = pinhuo_organisation() OR pinhuo_sees_all())
     AND (p_used + p_reserved <= 0 OR (
       l.used_minor + l.reserved_minor + p_used + p_reserved <= l.limit_minor
       AND l.state = 'active' AND t.today <= l.expires_on
       AND NOT EXISTS (SELECT 1 FROM credit_instalments i WHERE i.organisation_id = p_organisation
                        AND i.currency = p_currency AND i.open_minor > 0 AND i.due_on < t.today)))
  RETURNING l.term_days, l.term_kind, t.today
$$;

-- Behind the guard: whoever writes, use grows only up to the limit. A limit may be cut below what is used already.
CREATE FUNCTION credit_check_use() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.used_minor + NEW.reserved_minor > NEW.limit_minor
     AND NEW.used_minor + NEW.reserved_minor > OLD.used_minor + OLD.reserved_minor
  THEN
    RAISE EXCEPTION 'credit line % would be beyond its limit', NEW.id USING ERRCODE = 'PH006';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER within_limit BEFORE UPDATE ON credit_lines FOR EACH ROW EXECUTE FUNCTION credit_check_use();

-- Takes a refund off an order's open invoice, the part that is due last first; answers how much of it that was. It is a
-- seller's act as well, who sees no invoice. Order of locks: invoice, line.
CREATE FUNCTION credit_take_off(p_order uuid, p_amount bigint, p_source text, p_at timestamptz) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_invoice credit_invoices;
  v_part record;
  v_off bigint;
  v_left bigint;
BEGIN
  SELECT * INTO v_invoice FROM credit_invoices i
   WHERE i.order_id = p_order
     AND (pinhuo_organisation() IN (i.organisation_id, i.seller_id) OR pinhuo_sees_all())
     FOR UPDATE;
  v_off := least(v_invoice.open_minor, p_amount);
  IF v_off IS NULL OR v_off <= 0 THEN
    RETURN 0;
  END IF;
  v_left := v_off;
  FOR v_part IN
    SELECT i.position, least(i.open_minor, v_off) AS most FROM credit_instalments i
     WHERE i.invoice_id = v_invoice.id AND i.open_minor > 0 ORDER BY i.position DESC
  LOOP
    EXIT WHEN v_left = 0;
    UPDATE credit_instalments i SET open_minor = i.open_minor - least(v_part.most, v_left)
     WHERE i.invoice_id = v_invoice.id AND i.position = v_part.position;
    v_left := v_left - least(v_part.most, v_left);
  END LOOP;
  UPDATE credit_invoices SET credited_minor = credited_minor + v_off, open_minor = open_minor - v_off,
         closed_at = CASE WHEN open_minor = v_off THEN p_at END
   WHERE id = v_invoice.id;
  UPDATE credit_lines SET used_minor = used_minor - v_off
   WHERE organisation_id = v_invoice.organisation_id AND currency = v_invoice.currency;
  INSERT INTO credit_movements (organisation_id, currency, at, kind, invoice_id, amount_minor, source_key)
  VALUES (v_invoice.organisation_id, v_invoice.currency, p_at, 'credited', v_invoice.id, -v_off, p_source);
  RETURN v_off;
END
$$;

INSERT INTO ledger_chart (kind, side, owned, limited) VALUES
  ('credit_receivable', 'debit', true, true),
  ('fee_receivable', 'debit', true, true),
  ('late_fees', 'credit', false, false),
  ('bad_debt', 'debit', false, false);
