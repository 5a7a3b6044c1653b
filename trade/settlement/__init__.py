"""What sellers earned, line by line."""
