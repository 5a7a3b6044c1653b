"""Ordering many lines at once: typed, pasted, uploaded, saved, and what a shop buys in its own rhythm."""
