"""What the bank's own papers say: statements read line by line, matched to payouts and transfers, and booked."""
