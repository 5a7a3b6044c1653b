"""Who is let into the market: permits shown and judged, two stages by two people, and what becomes of a permit that runs out."""
