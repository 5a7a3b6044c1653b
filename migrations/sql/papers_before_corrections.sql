-- The checks of papers as before credit notes of commission (papers_corrections.sql).
CREATE OR REPLACE FUNCTION invoicing_check_line() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_paper papers%ROWTYPE;
  v_quantity bigint;
  v_net bigint;
  v_tax bigint;
BEGIN
  SELECT * INTO v_paper FROM papers p WHERE p.id = NEW.paper_id AND p.transaction_id = pg_current_xact_id()::text::bigint;
  IF NOT FOUND OR (v_paper.issuer_id, v_paper.recipient_id) <> (NEW.issuer_id, NEW.recipient_id) THEN
    RAISE EXCEPTION 'a paper takes no lines after its issue' USING ERRCODE = 'PH002';
  END IF;
  IF v_paper.corrects_id IS NULL THEN
    RETURN NULL;
  END IF;
  SELECT coalesce(sum(l.quantity * s.sign), -1), coalesce(sum(l.net_minor * s.sign), -1), coalesce(sum(l.tax_minor * s.sign), -1)
    INTO v_quantity, v_net, v_tax
    FROM papers p
    JOIN paper_lines l ON l.paper_id = p.id AND l.order_line_id = NEW.order_line_id
    CROSS JOIN LATERAL (SELECT CASE p.kind WHEN 'invoice' THEN 1 ELSE -1 END AS sign) s
   WHERE p.id = v_paper.corrects_id OR p.corrects_id = v_paper.corrects_id;
  IF least(v_quantity, v_net, v_tax) < 0 THEN
    RAISE EXCEPTION 'more would be credited than was invoiced' USING ERRCODE = 'PH002';
  END IF;
  RETURN NULL;
END
$$;

CREATE OR REPLACE FUNCTION invoicing_check_paper() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_net bigint;
  v_tax bigint;
BEGIN
  SELECT sum(l.net_minor), sum(l.tax_minor) INTO v_net, v_tax FROM paper_lines l WHERE l.paper_id = NEW.id;
  IF v_net IS DISTINCT FROM NEW.net_minor OR v_tax IS DISTINCT FROM NEW.tax_minor THEN
    RAISE EXCEPTION 'the lines of a paper do not add up to it' USING ERRCODE = 'PH002';
  END IF;
  IF NEW.corrects_id IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM papers p WHERE p.id = NEW.corrects_id AND p.kind = 'invoice' AND p.issuer_id = NEW.issuer_id
       AND p.recipient_id = NEW.recipient_id AND p.currency = NEW.currency AND p.order_id IS NOT DISTINCT FROM NEW.order_id) THEN
    RAISE EXCEPTION 'a credit note corrects an invoice of the same parties' USING ERRCODE = 'PH002';
  END IF;
  RETURN NULL;
END
$$;
