"""What an upload's pages ask: how it stands, its first good and bad rows, and the bad ones as a file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from trade.kernel.actor import Actor
from trade.kernel.errors import NotFound
from trade.ordering.offers import Offer, offers_of
from trade.pad.actions.uploads import mapping_of
from trade.pad.models import Upload, UploadRow
from trade.pad.rules.faults import LineFault
from trade.pad.rules.uploads import Mapping, UploadState
from trade.pricing.rules import Price

SHOWN: Final = 50


@dataclass(frozen=True, slots=True)
class UploadHead:
    """An upload among others, and how far its check has got."""

    id: UUID
    name: str
    at: datetime
    state: str
    round: int
    rows_expected: int
    rows_done: int
    rows_good: int

    @property
    def rows_bad(self) -> int:
        """How many of the rows that were checked need a hand."""
        return self.rows_done - self.rows_good

    @property
    def is_open(self) -> bool:
        """Whether it can still be confirmed or cancelled."""
        return self.state not in {UploadState.CONFIRMED, UploadState.CANCELLED}


@dataclass(frozen=True, slots=True)
class CheckedRow:
    """A row as it was checked; with offer and price where it is good and the SKU still for sale."""

    number: int
    text: str
    amount: str
    quantity: int
    fault: str
    offer: Offer | None
    price: Price | None


@dataclass(frozen=True, slots=True)
class UploadView:
    """An upload with the first rows of each kind; ``faults`` counts the bad ones by what is wrong."""

    head: UploadHead
    encoding: str
    is_guess: bool
    header_row: int
    sample: Sequence[tuple[int, Sequence[str]]]
    columns: dict[str, int | None]
    grouping: str
    fault: str
    good: Sequence[CheckedRow]
    bad: Sequence[CheckedRow]
    faults: Sequence[tuple[str, int]]


@dataclass(frozen=True, slots=True)
class Source:
    """A file and how it is to be read; ``done`` is the last row that was checked."""

    content: bytes
    mapping: Mapping
    state: str
    round: int
    done: int


_HEAD: Final = (
    Upload.id,
    Upload.name,
    Upload.at,
    Upload.state,
    Upload.round,
    Upload.rows_expected,
    Upload.rows_done,
    Upload.rows_good,
)


def uploads_of(session: Session, actor: Actor) -> list[UploadHead]:
    """The organisation's last uploads, newest first."""
    mine = select(*_HEAD).where(Upload.buyer_id == actor.organisation).order_by(Upload.at.desc(), Upload.id.desc())
    return [UploadHead(*row) for row in session.execute(mine.limit(20))]


def upload_head(session: Session, actor: Actor, upload_id: UUID) -> UploadHead:
    """How an upload stands, in one small statement: it is asked every two seconds. Raises ``NotFound``."""
    mine = (Upload.id == upload_id, Upload.buyer_id == actor.organisation)
    row = session.execute(select(*_HEAD).where(*mine)).one_or_none()
    if row is None:
        raise NotFound("upload", upload_id)
    return UploadHead(*row)


def upload_view(session: Session, actor: Actor, upload_id: UUID, at: datetime) -> UploadView:
    """An upload with its first rows. Raises ``NotFound``."""
    head = upload_head(session, actor, upload_id)
    upload = session.scalars(select(Upload).where(Upload.id == upload_id)).one()
    counted = (
        select(UploadRow.fault, func.count())
        .where(UploadRow.upload_id == upload_id, UploadRow.fault != "")
        .group_by(UploadRow.fault)
    )
    faults = sorted(session.execute(counted), key=lambda pair: -pair[1])
    good, bad = (
        _first(session, actor, upload_id, at, is_good=True),
        _first(session, actor, upload_id, at, is_good=False),
    )
    sample = [(number, cells) for number, cells in upload.sample]
    return UploadView(
        head, upload.encoding, upload.is_guess, upload.header_row, sample, upload.columns, upload.grouping, upload.fault,
        good, bad, [(fault, count) for fault, count in faults],
    )  # fmt: skip


def upload_source(session: Session, actor: Actor, upload_id: UUID) -> Source:
    """The file of an upload. Raises ``NotFound``; also where the file is not kept any more, or not mapped yet."""
    mine = (Upload.id == upload_id, Upload.buyer_id == actor.organisation)
    upload = session.scalars(select(Upload).where(*mine)).one_or_none()
    if upload is None or upload.content is None or not upload.round:
        raise NotFound("upload", upload_id)
    done = session.scalar(select(func.max(UploadRow.number)).where(UploadRow.upload_id == upload_id)) or 0
    return Source(upload.content, mapping_of(upload), upload.state, upload.round, done)


def bad_rows(session: Session, actor: Actor, upload_id: UUID) -> dict[int, LineFault]:
    """What is wrong with each bad row, by its number."""
    rows = session.execute(
        select(UploadRow.number, UploadRow.fault)
        .where(UploadRow.upload_id == upload_id, UploadRow.buyer_id == actor.organisation, UploadRow.fault != "")
    )  # fmt: skip
    return {number: LineFault(fault) for number, fault in rows}


def _first(session: Session, actor: Actor, upload_id: UUID, at: datetime, *, is_good: bool) -> list[CheckedRow]:
    columns = (
        UploadRow.number,
        UploadRow.text,
        UploadRow.amount,
        UploadRow.quantity,
        UploadRow.fault,
        UploadRow.sku_id,
    )
    kind = UploadRow.fault == "" if is_good else UploadRow.fault != ""
    rows = session.execute(
        select(*columns).where(UploadRow.upload_id == upload_id, kind).order_by(UploadRow.number).limit(SHOWN)
    ).all()
    skus = {row.sku_id for row in rows if row.sku_id is not None}
    offers = offers_of(session, actor, skus, at) if skus else {}
    return [_checked(row, offers.get(row.sku_id)) for row in rows]


def _checked(row: Any, offer: Offer | None) -> CheckedRow:
    number, text, amount, quantity, fault, _sku_id = row
    fits = offer is not None and not fault and offer.is_for_sale and offer.rule.admits(quantity)
    price = offer.price(quantity) if offer is not None and fits else None
    return CheckedRow(number, text, amount, quantity or 0, fault, offer, price)
