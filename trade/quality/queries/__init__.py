"""What the screens of inspections ask."""

from trade.quality.queries.asked import AskedAgain, reinspection_of, reinspections_open, reinspections_waiting
from trade.quality.queries.held_back import HeldBackOrder, held_back_of, held_back_orders
from trade.quality.queries.inspections import (
    InspectedGoods,
    InspectionDetail,
    InspectionRow,
    goods_by_id,
    goods_to_inspect,
    held_back_goods,
    inspection_detail,
    inspections,
    inspections_waiting,
)

__all__ = [
    "AskedAgain",
    "HeldBackOrder",
    "InspectedGoods",
    "InspectionDetail",
    "InspectionRow",
    "goods_by_id",
    "goods_to_inspect",
    "held_back_goods",
    "held_back_of",
    "held_back_orders",
    "inspection_detail",
    "inspections",
    "inspections_waiting",
    "reinspection_of",
    "reinspections_open",
    "reinspections_waiting",
]
