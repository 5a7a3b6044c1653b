"""Pooled orders: many small buyers of a region, one bulk price. Offers, commitments, the close, and what comes of it."""
