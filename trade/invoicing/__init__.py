"""Papers: tax invoices and credit notes, numbered without a gap and never changed, and what other papers say."""
