"""Sales made before or outside this market, as imported: demand, never money."""
