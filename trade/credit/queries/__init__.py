"""What credit's screens ask."""

from trade.credit.queries.standing import Standing, standing_of

__all__ = ["Standing", "standing_of"]
