"""The verb of history: import past sales."""

from trade.history.actions.sales import ImportReport, import_sales

__all__ = ["ImportReport", "import_sales"]
