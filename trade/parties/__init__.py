"""Who trades: organisations, the people in them, how they sign in, what they may do."""
