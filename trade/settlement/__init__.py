"""What sellers earned, line by line, and the money sent for it."""
