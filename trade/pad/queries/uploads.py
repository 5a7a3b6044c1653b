"""What an upload's pages ask: how it stands, its first good and bad rows, and the bad ones as a file."""

from __future__ import annotations

from collections.abc import Mapping as By
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from trade.kernel.actor import Actor
from trade.kernel.errors import NotFound
from trade.kernel.money import Money, split
from trade.kernel.tallies import VALUE_MAX, VALUES_MAX, Tally
from trade.kernel.totals import LeftOut
from trade.ordering.offers import Offer, offers_of
from trade.pad.actions.uploads import good_quantities, mapping_of
from trade.pad.filling import Filled, filled, totals_of
from trade.pad.models import Upload, UploadRow
from trade.pad.rules.faults import LineFault
from trade.pad.rules.uploads import GOODS_MAX, Mapping, UploadState
from trade.pricing.rules import Price

SHOWN: Final = 50
_IS_BAD: Final = UploadRow.fault.not_in(["", LineFault.TOTAL])
_SUMS: Final = text(
    "WITH told AS (SELECT fault, left(btrim(CASE WHEN fault IN ('unknown', 'several', 'not_for_sale') THEN text ELSE amount END), :length)"
    " AS value, count(*) AS value_rows FROM upload_rows WHERE upload_id = :upload_id AND fault NOT IN ('', 'total') GROUP BY fault, value),"
    " placed AS (SELECT *, sum(value_rows) OVER (PARTITION BY fault) AS fault_rows,"
    " row_number() OVER (PARTITION BY fault ORDER BY value = '', value_rows DESC, value) AS place FROM told)"
    " SELECT fault, value, value_rows, CAST(fault_rows AS integer) AS fault_rows FROM placed WHERE place <= :most"
    " ORDER BY fault_rows DESC, fault, place"
).bindparams(length=VALUE_MAX, most=VALUES_MAX)


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
    """A row as it was checked; with offer, price and its share of that where it is good and the SKU still for sale.

    Rows are priced as the cart will hold them: those of one SKU together, and so what counts together on a ladder.
    """

    number: int
    text: str
    amount: str
    quantity: int
    fault: str
    offer: Offer | None
    price: Price | None = None
    comes_to: Money | None = None


@dataclass(frozen=True, slots=True)
class UploadView:
    """An upload with the first rows of each kind; ``sums`` count the bad ones by what is wrong.

    ``left_out`` are rows of sums. ``totals`` is what all good rows will come to in the cart, by currency; known once all are checked.
    """

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
    sums: Sequence[Tally[LineFault]]
    totals: Sequence[Money]
    left_out: Sequence[LeftOut]


@dataclass(frozen=True, slots=True)
class Source:
    """A file and how it is to be read; ``done`` is the last row that was checked."""

    content: bytes
    mapping: Mapping
    state: str
    round: int
    done: int


_ROW: Final = (
    UploadRow.number,
    UploadRow.text,
    UploadRow.amount,
    UploadRow.quantity,
    UploadRow.fault,
    UploadRow.sku_id,
)
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
    good, bad = _first(session, upload_id, is_good=True), _first(session, upload_id, is_good=False)
    goods = filled(session, actor, _wanted(session, upload_id, head, good), at)
    can_go = head.state == UploadState.CHECKED and len(goods) <= GOODS_MAX
    named = {row.sku_id for row in bad if row.sku_id is not None}
    offers = offers_of(session, actor, named, at) if named else {}
    sample = [(number, cells) for number, cells in upload.sample]
    return UploadView(
        head, upload.encoding, upload.is_guess, upload.header_row, sample, upload.columns, upload.grouping, upload.fault,
        _priced(good, goods), [_row(row, offers.get(row.sku_id)) for row in bad],
        fault_sums(session, upload_id) if head.rows_bad else (), totals_of(goods) if can_go else (), _left_out(session, upload_id),
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
        .where(UploadRow.upload_id == upload_id, UploadRow.buyer_id == actor.organisation, _IS_BAD)
    )  # fmt: skip
    return {number: LineFault(fault) for number, fault in rows}


def fault_sums(session: Session, upload_id: UUID) -> list[Tally[LineFault]]:
    """How many rows have each fault, the most frequent first, with the texts or quantities that it is about most often."""
    sums: dict[LineFault, Tally[LineFault]] = {}
    for row in session.execute(_SUMS, {"upload_id": upload_id}):
        fault, values = LineFault(row.fault), ((row.value, row.value_rows),) if row.value else ()
        known = sums.get(fault)
        sums[fault] = replace(known, values=known.values + values) if known else Tally(fault, row.fault_rows, values)
    return list(sums.values())


def _left_out(session: Session, upload_id: UUID) -> list[LeftOut]:
    ours = (UploadRow.upload_id == upload_id, UploadRow.fault == LineFault.TOTAL)
    rows = session.execute(
        select(UploadRow.number, UploadRow.quantity, UploadRow.above).where(*ours).order_by(UploadRow.number)
    )
    return [LeftOut(row.number, None if row.above is None else row.quantity, row.above or 0) for row in rows]


def _first(session: Session, upload_id: UUID, *, is_good: bool) -> Sequence[Any]:
    kind = UploadRow.fault == "" if is_good else _IS_BAD
    ours = select(*_ROW).where(UploadRow.upload_id == upload_id, kind)
    return session.execute(ours.order_by(UploadRow.number).limit(SHOWN)).all()


def _wanted(session: Session, upload_id: UUID, head: UploadHead, first: Sequence[Any]) -> dict[UUID, int]:
    """What the good rows ask for, by SKU: of the whole file once it is checked, until then of the first goods alone."""
    is_whole = head.state == UploadState.CHECKED
    return good_quantities(session, upload_id, None if is_whole else {row.sku_id for row in first})


def _priced(rows: Sequence[Any], goods: By[UUID, Filled]) -> list[CheckedRow]:
    """Give each row its share of what its SKU comes to; the last of the odd coins is with the rows that are not shown."""
    of_each: dict[UUID, list[int]] = {}
    for row in rows:
        of_each.setdefault(row.sku_id, []).append(row.quantity)
    shares = {
        sku_id: iter(split(one.price.amount, [*of_each[sku_id], one.quantity - sum(of_each[sku_id])]))
        for sku_id, one in goods.items()
        if sku_id in of_each
    }
    return [
        replace(_row(row, one.offer), price=one.price, comes_to=next(shares[row.sku_id]))
        if (one := goods.get(row.sku_id))
        else _row(row, None)
        for row in rows
    ]


def _row(row: Any, offer: Offer | None) -> CheckedRow:
    return CheckedRow(row.number, row.text, row.amount, row.quantity or 0, row.fault, offer)
