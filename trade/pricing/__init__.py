"""What a quantity costs: ladders, and the one price function with its trace."""
