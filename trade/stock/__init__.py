"""What is there to sell, and what of it is promised to whom."""
