"""Two sellers that should leave the market: one proposal waits for its second person, one appeal for its third."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from typing import Final
from uuid import UUID

from demo.agenda import Agenda
from demo.cast import OWNERS, PLATFORM, STAFF, Part
from demo.market import Market
from trade.admission.actions import appeal_delisting, delist_seller, propose_delisting
from trade.files.actions import keep_file
from trade.files.ports import Checked, FileStore
from trade.files.rules import FileKind
from trade.kernel.work import Call
from trade.parties.rules import Role

COPIES: Final = "Mersey Bargains"
COPIES_LOGIN: Final = "owner@mersey-bargains.example"
LATE: Final = "Dover Imports"
LATE_LOGIN: Final = "owner@dover-imports.example"


def plan_delistings(market: Market, agenda: Agenda, files: FileStore, report: bytes) -> None:
    """Have the one be delisted and appeal, and the other be proposed."""
    agenda.add(market.on(7, 10), partial(_delist, market, files, report))
    agenda.add(market.on(2, 15), partial(_appeal, market))
    agenda.add(market.on(1, 11), partial(_propose, market))


def _delist(market: Market, files: FileStore, report: bytes, at: datetime) -> None:
    support = _staff(market, STAFF[0], at)
    paper = Checked(FileKind.DOCUMENT, "application/pdf", "brand-owners-letter.pdf", report)
    why = "The owner of the brand confirms that the lanterns of lot 7 are copies, and two shops got the same ones."
    seller_id = market.find(COPIES)
    made: UUID = propose_delisting(support, seller_id, reason=why, evidence=(keep_file(support, paper, files),))
    delist_seller(_staff(market, OWNERS[PLATFORM.name], at + timedelta(hours=3)), made)
    market.actors.pop((COPIES_LOGIN, COPIES), None)  # its owner may do less from now on


def _appeal(market: Market, at: datetime) -> None:
    words = "We bought lot 7 from an agent who showed us a licence. We have taken it back from every shop, and name the agent."
    appeal_delisting(market.as_person(COPIES_LOGIN, COPIES, at), words=words)


def _propose(market: Market, at: datetime) -> None:
    second = next(part for part in reversed(STAFF) if Role.SUPPORT in part.roles)
    why = "Offers goods since it was let in and has none: the address of its warehouse is a car park."
    propose_delisting(_staff(market, second, at), market.find(LATE), reason=why)


def _staff(market: Market, part: Part, at: datetime) -> Call:
    return market.as_person(part.login, PLATFORM.name, at)
