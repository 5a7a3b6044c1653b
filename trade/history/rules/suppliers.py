"""The suppliers to which an import gives the products it finds: the books name none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from trade.history.rules.places import Place


@dataclass(frozen=True, slots=True)
class Supplier:
    """An invented supplier with what its papers need. Its shelves are those of `shelves.py` that name its code."""

    code: str
    name: str
    legal_name: str
    place: Place
    address: str
    time_zone: str
    bank_account: str


_CHINA: Final = "Asia/Shanghai"
_BRITAIN: Final = "Europe/London"

SUPPLIERS: Final = (
    Supplier(
        "SUP-CANTON",
        "Canton Lantern Works",
        "Guangzhou Canton Lantern Works Co., Ltd.",
        Place("CN-GD", "CN", "Guangdong", "广东"),
        "18 Dengguang Road, Zengcheng, Guangzhou",
        _CHINA,
        "GB20PINH00000101000601",
    ),
    Supplier(
        "SUP-YIWU",
        "Yiwu Bright Things",
        "Yiwu Bright Things Trading Co., Ltd.",
        Place("CN-ZJ", "CN", "Zhejiang", "浙江"),
        "District 2, Gate 27, Futian Market, Yiwu",
        _CHINA,
        "GB90PINH00000101000602",
    ),
    Supplier(
        "SUP-JINGDE",
        "Jingde Table & Kiln",
        "Jingdezhen Table and Kiln Ceramics Co., Ltd.",
        Place("CN-JX", "CN", "Jiangxi", "江西"),
        "96 Ciqi Avenue, Jingdezhen",
        _CHINA,
        "GB63PINH00000101000603",
    ),
    Supplier(
        "SUP-PENNINE",
        "Pennine Paper Goods",
        "Pennine Paper Goods Ltd",
        Place("GB-YH", "GB", "Yorkshire and the Humber", "约克郡和亨伯"),
        "Unit 4, Canal Mill, Hebden Bridge",
        _BRITAIN,
        "GB36PINH00000101000604",
    ),
    Supplier(
        "SUP-RIVER",
        "Riverside Toys & Textiles",
        "Riverside Toys and Textiles Ltd",
        Place("GB-NW", "GB", "North West England", "英格兰西北部"),
        "Riverside Shed, 2 Weaver Street, Stockport",
        _BRITAIN,
        "GB09PINH00000101000605",
    ),
    Supplier(
        "SUP-FORGE",
        "Forge & Field",
        "Forge and Field Homewares Ltd",
        Place("GB-WM", "GB", "West Midlands", "西米德兰兹"),
        "The Old Forge, 31 Anchor Lane, Dudley",
        _BRITAIN,
        "GB79PINH00000101000606",
    ),
)
