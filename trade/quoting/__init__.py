"""Asking a seller for a price of its own: inquiries, quotes, and orders made from them."""
