"""Names and addresses for customers whom the books know by number only."""

from __future__ import annotations

from typing import Final
from zlib import crc32

_FIRST: Final = (
    "Amber Apple Barley Bramble Bluebell Cedar Clover Copper Daisy Elm Fern Foxglove Garnet Ginger Hazel Heather Holly"
    " Honey Indigo Ivy Jasmine Juniper Laurel Lavender Lemon Linden Maple Marigold Meadow Mint Myrtle Nutmeg Olive Pear"
    " Plum Poppy Quince Rosemary Saffron Willow"
).split()
_SECOND: Final = (
    "Arch Barn Bell Bridge Brook Chapel Corner Cottage Court Croft Dale Gate Glade Grove Harbour Hearth Hill Hollow"
    " House Lane Loft Mews Mill Nook Orchard Parade Path Pier Pond Quay Row Spring Square Stable Stair Terrace Tower"
    " View Well Yard"
).split()
_THIRD: Final = (
    "Gifts",
    "Home",
    "Stores",
    "Emporium",
    "Bazaar",
    "Curios",
    "Living",
    "Trading",
    "Pantry",
    "Boutique",
    "Supplies",
    "& Co.",
)
_STRIDE: Final = 7919
"""A prime that shares no factor with the number of names: numbers that follow each other get names far apart."""

_STREETS: Final = ("High Street", "Market Place", "Church Street", "Station Road", "Mill Lane", "Bridge Street")


def shop_name(customer: str) -> str:
    """Name a customer: the same number always gets the same name, 19,200 numbers in a row get different ones."""
    number = _number(customer) * _STRIDE % (len(_FIRST) * len(_SECOND) * len(_THIRD))
    number, third = divmod(number, len(_THIRD))
    first, second = divmod(number, len(_SECOND))
    return f"{_FIRST[first]} {_SECOND[second]} {_THIRD[third]}"


def shop_address(customer: str, region: str) -> str:
    """An address to deliver to, invented like the name."""
    number = _number(customer)
    return f"{number % 180 + 1} {_STREETS[number % len(_STREETS)]}, {region}"


def _number(customer: str) -> int:
    return int(customer) if customer.isdigit() else crc32(customer.encode())
