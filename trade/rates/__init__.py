"""What the platform waits, takes and allows by a number of its own: dated, and changed by two people."""
