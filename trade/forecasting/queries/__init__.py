"""What pages and jobs ask of forecasts."""

from trade.forecasting.queries.runs import current_run, history_of, open_run, scores, sellers, studies_of

__all__ = ["current_run", "history_of", "open_run", "scores", "sellers", "studies_of"]
