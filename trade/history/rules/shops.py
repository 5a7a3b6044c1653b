"""Names and addresses for customers whom the books know by number only."""

from __future__ import annotations

from typing import Final
from zlib import crc32

_FIRST: Final = (
    "Amber Apple Barley Bramble Bluebell Cedar Clover Copper Daisy Elm Fern Foxglove Garnet Ginger Hazel Heather Holly"
    " Honey Indigo Ivy Jasmine Juniper Laurel Lavender Lemon Linden Maple Marigold Meadow Mint Myrtle Nutmeg Olive Pear"
    " Plum Poppy Quince Rosemary Saffron Willow"
)
_SECOND: Final = (
    "Arch Barn Bell Bridge Brook Chapel Corner Cottage Court Croft Dale Gate Glade Grove Harbour Hearth Hill Hollow"
    " House Lane Loft Mews Mill Nook Orchard Parade Path Pier Pond Quay Row Spring Square Stable Stair Terrace Tower"
    " View Well Yard"
)
_THIRD: Final = "Gifts Home Stores Emporium Bazaar Curios Living Trading Boutique Supplies Wares Market Goods"
_WORDS: Final = (_FIRST.split(), _SECOND.split(), _THIRD.split())
_STRIDE: Final = 7919
"""A prime that shares no factor with the number of names: numbers that follow each other get names far apart."""

_STREETS: Final = ("High Street", "Market Place", "Church Street", "Station Road", "Mill Lane", "Bridge Street")


def shop_name(customer: str) -> str:
    """Name a customer: the same number always gets the same name, 20,800 numbers in a row get different ones."""
    first, second, third = _WORDS
    number = _number(customer) * _STRIDE
    number, at_third = divmod(number, len(third))
    number, at_second = divmod(number, len(second))
    return f"{first[number % len(first)]} {second[at_second]} {third[at_third]}"


def shop_address(customer: str, region: str) -> str:
    """Invent an address to deliver to, like the name."""
    number = _number(customer)
    return f"{number % 180 + 1} {_STREETS[number % len(_STREETS)]}, {region}"


def _number(customer: str) -> int:
    return int(customer) if customer.isdigit() else crc32(customer.encode())
