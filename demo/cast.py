"""Who is in the demo market. All of them are invented; each signs in with the same password."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from trade.parties.actions import NewOrganisation
from trade.parties.rules import OrganisationKind, Role

PASSWORD: Final = "pinhuo-demo"  # noqa: S105 - everybody may know it
TOTP_SECRET: Final = "PINHUODEMOPINHUODEMOPINHUODEMO23"  # noqa: S105 - everybody may know it
"""What the code generators of the platform's people are set to."""


@dataclass(frozen=True, slots=True)
class Part:
    """A person's place: with an e-mail address or phone number, in an organisation named by its code."""

    login: str
    name: str
    organisation: str
    roles: tuple[Role, ...]
    locale: str = "en"


PLATFORM: Final = NewOrganisation(
    kind=OrganisationKind.PLATFORM,
    name="Pinhuo",
    legal_name="Pinhuo Market Ltd",
    login="owner@pinhuo.example",
    currency="GBP",
    time_zone="Europe/London",
    address="1 Lantern Yard, London",
)
DISTRIBUTOR: Final = NewOrganisation(
    kind=OrganisationKind.DISTRIBUTOR,
    name="Harbour Wholesale",
    legal_name="Harbour Wholesale Ltd",
    login="owner@harbour-wholesale.example",
    currency="GBP",
    time_zone="Europe/London",
    region_code="GB-NW",
    address="Dock Road 40, Liverpool",
)
APPLICANT: Final = NewOrganisation(
    kind=OrganisationKind.RETAILER,
    name="The Paper Boat",
    legal_name="The Paper Boat Ltd",
    login="owner@paper-boat.example",
    currency="GBP",
    time_zone="Europe/London",
    region_code="GB-SCT",
    address="7 Shore Street, Anstruther",
)
"""Has accepted its invitation and waits to be admitted."""

INVITED: Final = NewOrganisation(
    kind=OrganisationKind.SUPPLIER,
    name="Suzhou Silk & Thread",
    legal_name="Suzhou Silk and Thread Co., Ltd.",
    login="owner@suzhou-silk.example",
    currency="GBP",
    time_zone="Asia/Shanghai",
    address="12 Pingjiang Road, Suzhou",
    locale="zh_Hans",
)
"""Has not answered yet."""

OWNERS: Final = {
    PLATFORM.name: Part(PLATFORM.login, "Lin Yue", PLATFORM.name, (Role.OWNER,)),
    DISTRIBUTOR.name: Part(DISTRIBUTOR.login, "George Mbeki", DISTRIBUTOR.name, (Role.OWNER,)),
    APPLICANT.name: Part(APPLICANT.login, "Isla Reid", APPLICANT.name, (Role.OWNER,)),
}
"""Who accepts the invitation of a new organisation."""

STAFF: Final = (
    Part("support@pinhuo.example", "Tom Okafor", PLATFORM.name, (Role.SUPPORT,)),
    Part("maker@pinhuo.example", "Chen Jing", PLATFORM.name, (Role.FINANCE_MAKER,), "zh_Hans"),
    Part("checker@pinhuo.example", "Ruth Adeyemi", PLATFORM.name, (Role.FINANCE_CHECKER,)),
    Part("quality@pinhuo.example", "Amara Silva", PLATFORM.name, (Role.SUPPORT,)),
)
SELLERS: Final = (
    Part("owner@canton-lantern.example", "He Ming", "SUP-CANTON", (Role.OWNER,), "zh_Hans"),
    Part("sales@canton-lantern.example", "Deng Xia", "SUP-CANTON", (Role.SALES,), "zh_Hans"),
    Part("owner@yiwu-bright.example", "Wu Lan", "SUP-YIWU", (Role.OWNER,), "zh_Hans"),
    Part("sales@yiwu-bright.example", "Jin Tao", "SUP-YIWU", (Role.SALES,), "zh_Hans"),
    Part("owner@jingde-table.example", "Xu Fang", "SUP-JINGDE", (Role.OWNER,), "zh_Hans"),
    Part("sales@jingde-table.example", "Peng Hui", "SUP-JINGDE", (Role.SALES,), "zh_Hans"),
    Part("owner@pennine-paper.example", "Alice Hargreaves", "SUP-PENNINE", (Role.OWNER,)),
    Part("sales@pennine-paper.example", "Dev Patel", "SUP-PENNINE", (Role.SALES,)),
    Part("owner@riverside-toys.example", "Margaret Cole", "SUP-RIVER", (Role.OWNER,)),
    Part("sales@riverside-toys.example", "Sam Whitaker", "SUP-RIVER", (Role.SALES,)),
    Part("owner@forge-field.example", "Harold Finch", "SUP-FORGE", (Role.OWNER,)),
    Part("sales@forge-field.example", "Priya Nair", "SUP-FORGE", (Role.SALES,)),
    Part("warehouse@forge-field.example", "Joe Tanner", "SUP-FORGE", (Role.WAREHOUSE,)),
)
BUYERS: Final = (
    Part("buyer@meadow-harbour.example", "Nora Bell", "13408", (Role.OWNER, Role.BUYER)),
    Part("buyer@honey-grove.example", "Zhao Min", "12748", (Role.OWNER, Role.BUYER), "zh_Hans"),
    Part("buyer@willow-house.example", "Owen Price", "14680", (Role.OWNER, Role.BUYER)),
    Part("buyer@jasmine-tower.example", "Fatima Khan", "17920", (Role.OWNER, Role.BUYER)),
    Part("buyer@laurel-brook.example", "Ewan Clarke", "13468", (Role.OWNER, Role.BUYER)),
    Part("buyer@hazel-corner.example", "Greta Lang", "12472", (Role.OWNER, Role.BUYER)),
    Part("+447700900123", "Ivy Sutton", "14680", (Role.BUYER,)),
    Part("mei@both-sides.example", "Mei Lin", "12748", (Role.BUYER,), "zh_Hans"),
    Part("mei@both-sides.example", "Mei Lin", DISTRIBUTOR.name, (Role.SALES, Role.BUYER), "zh_Hans"),
    Part("buyer@harbour-wholesale.example", "Hana Novak", DISTRIBUTOR.name, (Role.BUYER,)),
)
"""Retailers are named by their number in the sales file. Mei Lin belongs to two organisations."""
