"""What typed, pasted and uploaded lines mean, and what a shop usually buys."""
