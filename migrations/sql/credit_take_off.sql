-- Takes a refund off an order: off its open invoice first, the part that is due last first, then off what was given up of
-- it, which is a loss no more; answers both, and the rest of the refund is the buyer's. It is a seller's act as well, who
-- sees no invoice. Order of locks: invoice, line.
CREATE FUNCTION credit_take_off(p_order uuid, p_amount bigint, p_source text, p_at timestamptz)
RETURNS TABLE (owed bigint, given_up bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_invoice credit_invoices;
  v_part record;
  v_left bigint;
BEGIN
  SELECT * INTO v_invoice FROM credit_invoices i
   WHERE i.order_id = p_order
     AND (pinhuo_organisation() IN (i.organisation_id, i.seller_id) OR pinhuo_sees_all())
     FOR UPDATE;
  owed := greatest(least(coalesce(v_invoice.open_minor, 0), p_amount), 0);
  given_up := greatest(least(coalesce(v_invoice.written_off_minor - v_invoice.recovered_minor, 0), p_amount - owed), 0);
  IF owed + given_up > 0 THEN
    UPDATE credit_invoices SET credited_minor = credited_minor + owed, open_minor = open_minor - owed,
           recovered_minor = recovered_minor + given_up,
           closed_at = CASE WHEN open_minor > owed THEN NULL ELSE coalesce(closed_at, p_at) END
     WHERE id = v_invoice.id;
  END IF;
  IF owed > 0 THEN
    v_left := owed;
    FOR v_part IN
      SELECT i.position, i.open_minor FROM credit_instalments i
       WHERE i.invoice_id = v_invoice.id AND i.open_minor > 0 ORDER BY i.position DESC
    LOOP
      EXIT WHEN v_left = 0;
      UPDATE credit_instalments i SET open_minor = i.open_minor - least(v_part.open_minor, v_left)
       WHERE i.invoice_id = v_invoice.id AND i.position = v_part.position;
      v_left := v_left - least(v_part.open_minor, v_left);
    END LOOP;
    UPDATE credit_lines SET used_minor = used_minor - owed
     WHERE organisation_id = v_invoice.organisation_id AND currency = v_invoice.currency;
    INSERT INTO credit_movements (organisation_id, currency, at, kind, invoice_id, amount_minor, source_key)
    VALUES (v_invoice.organisation_id, v_invoice.currency, p_at, 'credited', v_invoice.id, -owed, p_source);
  END IF;
  RETURN NEXT;
END
$$;
