"""What will be wanted in the next 30 days, by SKU and region, how sure that is, and what to do about it."""
