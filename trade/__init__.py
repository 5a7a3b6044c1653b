"""The business of the wholesale market. Knows no Flask; one package per area, each with the same rooms."""
