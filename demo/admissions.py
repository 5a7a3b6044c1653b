"""Organisations at the door of the demo market: one at each stage, with permits to look at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from typing import Final
from uuid import UUID

from sqlalchemy import select

from demo import delistings, trials
from demo.agenda import Agenda
from demo.cast import OWNERS, PLATFORM, STAFF, Part
from demo.market import Market
from demo.people import accept
from trade.admission import actions
from trade.admission.models import Permit
from trade.admission.queries import admission_case
from trade.admission.rules import PermitKind, PermitState
from trade.files.actions import keep_file
from trade.files.ports import Checked, FileStore
from trade.files.rules import FileKind
from trade.kernel.work import Call
from trade.parties.models import Invitation, Organisation
from trade.parties.rules import OrganisationKind, Role

HOUR: Final = timedelta(hours=1)
_PDF: Final = """%PDF-1.4
1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj
2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1>> endobj
3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>> endobj
4 0 obj <</Length {length}>> stream
{words}
endstream endobj
5 0 obj <</Type/Font/Subtype/Type1/BaseFont/Helvetica>> endobj
trailer <</Root 1 0 R>>
%%EOF
"""


@dataclass(frozen=True, slots=True)
class Story:
    """An organisation that applies, so many days ago, and how far it gets: submitted, returned, checked, refused, admitted."""

    days_ago: int
    kind: OrganisationKind
    name: str
    legal_name: str
    country: str
    owner: Part
    story: str
    sells_food: bool
    numbers: dict[PermitKind, str]
    ends: str


_OWNER: Final = (Role.OWNER,)
LET_IN: Final = 22
STORIES: Final = (
    Story(LET_IN, OrganisationKind.SUPPLIER, trials.NAME, "Eden Valley Candles Ltd", "GB",
          Part(trials.LOGIN, "Beth Nixon", "", _OWNER), "Candles of beeswax from our own hives.", sells_food=False,
          numbers={PermitKind.BUSINESS: "0771 4402", PermitKind.TAX: "GB980780684"}, ends="admitted"),
    Story(20, OrganisationKind.SUPPLIER, delistings.COPIES, "Mersey Bargains Ltd", "GB",
          Part(delistings.COPIES_LOGIN, "Dean Ashcroft", "", _OWNER), "Lanterns and party goods.", sells_food=False,
          numbers={PermitKind.BUSINESS: "0881 2203", PermitKind.TAX: "GB980780684"}, ends="admitted"),
    Story(19, OrganisationKind.SUPPLIER, delistings.LATE, "Dover Imports Ltd", "GB",
          Part(delistings.LATE_LOGIN, "Kit Marlow", "", _OWNER), "Whatever the ship brings.", sells_food=False,
          numbers={PermitKind.BUSINESS: "0907 1156", PermitKind.TAX: "GB980780684"}, ends="admitted"),
    Story(2, OrganisationKind.SUPPLIER, "Fujian Mountain Tea", "福建高山茶业有限公司", "CN",
          Part("owner@mountain-tea.example", "Lin Hai", "", _OWNER, "zh_Hans"), "乌龙茶和红茶，自有茶园。", sells_food=True,
          numbers={PermitKind.BUSINESS: "91350100MA2DEMT01D", PermitKind.FOOD: "SC11435010000018"}, ends="submitted"),
    Story(4, OrganisationKind.SUPPLIER, "Dresden Glass", "Dresdner Glas GmbH", "DE",
          Part("owner@dresden-glass.example", "Anke Vogel", "", _OWNER), "Blown glass for windows and trees.", sells_food=False,
          numbers={PermitKind.BUSINESS: "HRB 40117", PermitKind.TAX: "DE136695976"}, ends="checked"),
    Story(5, OrganisationKind.RETAILER, "Corner of Leith", "Corner of Leith Ltd", "GB",
          Part("owner@corner-leith.example", "Ross Kerr", "", _OWNER), "Gifts and sweets by the harbour.", sells_food=True,
          numbers={PermitKind.BUSINESS: "SC 448 812", PermitKind.FOOD: "EDN/20417"}, ends="returned"),
    Story(9, OrganisationKind.SUPPLIER, "Liuyang Sparks", "浏阳星火礼花有限公司", "CN",
          Part("owner@liuyang-sparks.example", "Zhou Qiang", "", _OWNER, "zh_Hans"), "Fireworks.", sells_food=False,
          numbers={PermitKind.BUSINESS: "91430181MA2DEM102B"}, ends="refused"),
)  # fmt: skip


def plan_admissions(market: Market, agenda: Agenda, files: FileStore | None) -> None:
    """Have everybody apply on their day."""
    for story in STORIES:
        agenda.add(market.on(story.days_ago, 9), partial(_apply, market, story, files or Nowhere()))
    trials.plan_trial(market, agenda, LET_IN)
    delistings.plan_delistings(market, agenda, files or Nowhere(), _pdf("letter of the owner of a brand"))


class Nowhere:
    """A place for files of a market that nobody looks at."""

    def keep(self, name: str, content: bytes) -> None:
        """Keep nothing."""

    def read(self, name: str) -> bytes | None:
        """Return nothing."""

    def remove(self, name: str) -> None:
        """Forget nothing."""


def _apply(market: Market, story: Story, files: FileStore, at: datetime) -> None:
    asked = actions.Applicant(story.kind, story.name, story.country, story.owner.login, story.owner.locale)
    actions.apply_for_admission(market.as_nobody(at), asked)
    organisation_id = market.reading().scalars(select(Organisation.id).where(Organisation.name == story.name)).one()
    market.organisations[story.name] = organisation_id
    invitation = select(Invitation.id).where(Invitation.organisation_id == organisation_id)
    accept(market, market.reading().scalars(invitation).one(), story.owner, at)
    owner = market.as_person(story.owner.login, story.name, at + HOUR)
    contact = f"{story.owner.name}, {story.owner.login}"
    sheet = actions.AdmissionSheet(story.legal_name, story.country, contact, story.story, story.sells_food)
    actions.describe_organisation(owner, sheet)
    for kind, number in story.numbers.items():
        last_day = (at + timedelta(days=700)).date() if kind is PermitKind.FOOD else None
        show(owner, files, story.legal_name, kind, number, last_day)
    actions.submit_admission(owner)
    _judge(market, story, organisation_id, at + 5 * HOUR)


def show(owner: Call, files: FileStore, name: str, kind: PermitKind, number: str, last_day: date | None) -> UUID:
    """Show a permit with a page that says what it would be."""
    document = Checked(FileKind.DOCUMENT, "application/pdf", f"{kind}-licence.pdf", _pdf(f"{kind} {number}"))
    file_id = keep_file(owner, document, files)
    return actions.show_permit(owner, kind, number=number, last_day=last_day, documents=(file_id,))


def _judge(market: Market, story: Story, organisation_id: UUID, at: datetime) -> None:
    support, owner = _staff(market, STAFF[0], at), _staff(market, OWNERS[PLATFORM.name], at + HOUR)
    if story.ends == "submitted":
        actions.send_admission_message(support, organisation_id, words="Which of your teas are organic?")
        return
    given = select(Permit.id, Permit.kind).where(
        Permit.organisation_id == organisation_id, Permit.state == PermitState.GIVEN
    )
    for permit_id, kind in market.reading().execute(given).all():
        if story.ends == "returned" and kind == PermitKind.FOOD:
            actions.return_permit(support, permit_id, reason="The second page is missing.")
        else:
            actions.accept_permit(support, permit_id)
    if story.ends == "returned":
        actions.send_back_admission(support, organisation_id, reason="We need the whole food licence.")
        return
    actions.check_admission(support, organisation_id)
    if story.ends == "refused":
        actions.refuse_admission(owner, organisation_id, reason="Goods that burn are not traded here.")
    elif story.ends == "admitted":
        shown = admission_case(market.reading(), support.actor, organisation_id, at).shown
        actions.approve_admission(owner, organisation_id, shown=shown)
        market.actors.pop((story.owner.login, story.name), None)  # its owner may do more from now on


def _staff(market: Market, part: Part, at: datetime) -> Call:
    return market.as_person(part.login, PLATFORM.name, at)


def _pdf(words: str) -> bytes:
    drawn = f"BT /F 20 Tf 60 740 Td (Sample, not a document: {words}) Tj ET"
    return _PDF.format(length=len(drawn), words=drawn).encode()
