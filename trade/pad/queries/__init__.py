"""The questions that the pages of order pad, uploads and lists ask."""

from trade.pad.queries.matches import matching_goods
from trade.pad.queries.named import Named, goods_named
from trade.pad.queries.pad import PadRow, PadView, pad_view
from trade.pad.queries.reorder import BasketRow, LastOrder, ListRow, ListView, basket, last_order, list_view, lists_of
from trade.pad.queries.uploads import (
    CheckedRow,
    Source,
    UploadHead,
    UploadView,
    bad_rows,
    fault_sums,
    upload_head,
    upload_source,
    upload_view,
    uploads_of,
)

__all__ = [
    "BasketRow",
    "CheckedRow",
    "LastOrder",
    "ListRow",
    "ListView",
    "Named",
    "PadRow",
    "PadView",
    "Source",
    "UploadHead",
    "UploadView",
    "bad_rows",
    "basket",
    "fault_sums",
    "goods_named",
    "last_order",
    "list_view",
    "lists_of",
    "matching_goods",
    "pad_view",
    "upload_head",
    "upload_source",
    "upload_view",
    "uploads_of",
]
