"""The demo market: a sample of real sales, invented people, and a month of orders replayed through the real actions."""
