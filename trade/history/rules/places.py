"""Countries of a sales file as regions; the United Kingdom, where most rows are from, in twelve parts."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from typing import Final
from zlib import crc32


@dataclass(frozen=True, slots=True)
class Place:
    """A region: its code, its country (ISO 3166-1, X and Z codes are user-assigned), its names."""

    code: str
    country: str
    name: str
    name_zh: str


UNITED_KINGDOM: Final = "United Kingdom"
ELSEWHERE: Final = Place("ZZ", "ZZ", "Elsewhere", "其他地区")

_PARTS: Final = (
    (13, Place("GB-LON", "GB", "London", "伦敦")),
    (14, Place("GB-SE", "GB", "South East England", "英格兰东南部")),
    (9, Place("GB-SW", "GB", "South West England", "英格兰西南部")),
    (9, Place("GB-EE", "GB", "East of England", "英格兰东部")),
    (7, Place("GB-EM", "GB", "East Midlands", "东米德兰兹")),
    (9, Place("GB-WM", "GB", "West Midlands", "西米德兰兹")),
    (8, Place("GB-YH", "GB", "Yorkshire and the Humber", "约克郡和亨伯")),
    (11, Place("GB-NW", "GB", "North West England", "英格兰西北部")),
    (4, Place("GB-NE", "GB", "North East England", "英格兰东北部")),
    (5, Place("GB-WLS", "GB", "Wales", "威尔士")),
    (8, Place("GB-SCT", "GB", "Scotland", "苏格兰")),
    (3, Place("GB-NIR", "GB", "Northern Ireland", "北爱尔兰")),
)
"""The parts of the United Kingdom with the customers out of a hundred that go to each: about its share of people."""

_BOUNDS: Final = tuple(accumulate(share for share, _ in _PARTS))

_COUNTRIES: Final[dict[str, Place]] = {
    spelling.lower(): Place(code, code, name, name_zh)
    for code, name, name_zh, spellings in (
        ("GB", "United Kingdom", "英国", (UNITED_KINGDOM, "UK")),
        ("IE", "Ireland", "爱尔兰", ("EIRE", "Ireland")),
        ("XC", "Channel Islands", "海峡群岛", ("Channel Islands",)),
        ("DE", "Germany", "德国", ("Germany",)),
        ("FR", "France", "法国", ("France",)),
        ("NL", "Netherlands", "荷兰", ("Netherlands",)),
        ("BE", "Belgium", "比利时", ("Belgium",)),
        ("CH", "Switzerland", "瑞士", ("Switzerland",)),
        ("AT", "Austria", "奥地利", ("Austria",)),
        ("ES", "Spain", "西班牙", ("Spain",)),
        ("PT", "Portugal", "葡萄牙", ("Portugal",)),
        ("IT", "Italy", "意大利", ("Italy",)),
        ("GR", "Greece", "希腊", ("Greece",)),
        ("CY", "Cyprus", "塞浦路斯", ("Cyprus",)),
        ("MT", "Malta", "马耳他", ("Malta",)),
        ("SE", "Sweden", "瑞典", ("Sweden",)),
        ("DK", "Denmark", "丹麦", ("Denmark",)),
        ("NO", "Norway", "挪威", ("Norway",)),
        ("FI", "Finland", "芬兰", ("Finland",)),
        ("IS", "Iceland", "冰岛", ("Iceland",)),
        ("PL", "Poland", "波兰", ("Poland",)),
        ("LT", "Lithuania", "立陶宛", ("Lithuania",)),
        ("CZ", "Czechia", "捷克", ("Czech Republic", "Czechia")),
        ("XE", "European Community", "欧洲共同体", ("European Community",)),
        ("US", "United States", "美国", ("USA", "United States")),
        ("CA", "Canada", "加拿大", ("Canada",)),
        ("BM", "Bermuda", "百慕大", ("Bermuda",)),
        ("XW", "West Indies", "西印度群岛", ("West Indies",)),
        ("BR", "Brazil", "巴西", ("Brazil",)),
        ("AU", "Australia", "澳大利亚", ("Australia",)),
        ("JP", "Japan", "日本", ("Japan",)),
        ("KR", "South Korea", "韩国", ("Korea", "South Korea")),
        ("CN", "China", "中国", ("China",)),
        ("HK", "Hong Kong", "中国香港", ("Hong Kong",)),
        ("SG", "Singapore", "新加坡", ("Singapore",)),
        ("TH", "Thailand", "泰国", ("Thailand",)),
        ("AE", "United Arab Emirates", "阿拉伯联合酋长国", ("United Arab Emirates",)),
        ("BH", "Bahrain", "巴林", ("Bahrain",)),
        ("SA", "Saudi Arabia", "沙特阿拉伯", ("Saudi Arabia",)),
        ("LB", "Lebanon", "黎巴嫩", ("Lebanon",)),
        ("IL", "Israel", "以色列", ("Israel",)),
        ("ZA", "South Africa", "南非", ("RSA", "South Africa")),
        ("NG", "Nigeria", "尼日利亚", ("Nigeria",)),
    )
    for spelling in spellings
}


def place_of(country: str, customer: str) -> Place:
    """Where a sale belongs: the country's region; in the United Kingdom the customer's part of it.

    A customer's part follows from the number alone: its remainder by 100 (of its CRC-32, where it is no number)
    against the shares above, in their order. Counter sales know no customer, and stay with the whole country.
    """
    place = _COUNTRIES.get(country.lower(), ELSEWHERE)
    if place.code != "GB" or not customer:
        return place
    remainder = (int(customer) if customer.isdigit() else crc32(customer.encode())) % 100
    return next(part for bound, (_, part) in zip(_BOUNDS, _PARTS, strict=True) if remainder < bound)
