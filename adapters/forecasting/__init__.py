"""Demand ahead, computed with StatsForecast. Only the forecasting worker and ``flask forecast`` import this package.

``study`` fits every model to a piece of the market's series, now and as of earlier days; ``conclude`` takes all pieces
together: it learns from the earlier days which forecast to trust, how far to correct the level and how wide to be.
docs/forecasting.md explains each rule and what it was measured to be worth.
"""
