"""What a seller says of a pool: its goods with their prices at each step, its regions, its window in the seller's own time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from math import lcm
from typing import Any, ClassVar, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from wtforms import DateTimeLocalField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import Optional
from wtforms.widgets import CheckboxInput, ListWidget

from trade.kernel.errors import InvalidInput
from trade.parties.queries import RegionRow
from trade.pooling.queries import PoolRow
from trade.pooling.rules import STEPS_MAX, PooledGood, Terms, problems_of
from trade.pooling.rules.terms import NOTE_MAX, TITLE_MAX
from web.access import viewer
from web.choices import options
from web.forms import Form, QuantityField, UnitPriceField, at_most, filled
from web.naming import named
from web.sentences import sentence
from web.translation import gettext as _
from web.translation import lazy_gettext as _l

ROWS_AT_LEAST: Final = 4
MINUTE: Final = "%Y-%m-%dT%H:%M"


@dataclass(frozen=True, slots=True)
class Offered:
    """A SKU that the form is about; ``multiple`` is its own."""

    sku_id: UUID
    code: str
    name: str
    multiple: int
    pack_size: int


class RegionsField(SelectMultipleField):
    """Regions to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class DepartureForm(Form):
    """With whom a consolidated shipment leaves."""

    carrier = StringField(_l("Carrier"), [at_most(80)])
    tracking = StringField(_l("Tracking number"), [at_most(80)])


class PoolForm(Form):
    """The terms of a pool. Fields of its goods and steps are added by :func:`pool_form`."""

    title = StringField(_l("Title"), [filled(), at_most(TITLE_MAX)])
    regions = RegionsField(_l("Delivered to"))
    opens_at = DateTimeLocalField(_l("Opens"), [Optional()], format=MINUTE)
    closes_at = DateTimeLocalField(_l("Closes"), [filled()], format=MINUTE)
    withdraw_until = DateTimeLocalField(_l("Members may leave until"), [Optional()], format=MINUTE)
    ready_by = DateTimeLocalField(_l("Made to order, here by"), [Optional()], format=MINUTE)
    minimum = QuantityField(_l("Comes about from"), [filled()])
    note = TextAreaField(_l("What members should know"), [at_most(NOTE_MAX)])
    goods: ClassVar[Sequence[Offered]] = ()

    @property
    def steps(self) -> list[int]:
        """The rows of the ladder to draw: those filled in, and room for two more."""
        last = max((step for step in range(STEPS_MAX) if not self._is_empty(step)), default=0)
        return list(range(min(STEPS_MAX, max(ROWS_AT_LEAST, last + 3))))

    def offer(self, regions: Iterable[RegionRow]) -> None:
        """Fill in the regions to tick, those of the seller's own country first."""
        who = viewer()
        own = (who.region_code or "")[:2] if who is not None else ""
        rows = sorted(regions, key=lambda row: row.country != own)
        self.regions.choices = options((row.code, f"{row.country} · {named(row)}") for row in rows)

    def terms(self, at: datetime) -> Terms | None:
        """What was written, or ``None`` with a word at each field that is wrong."""
        if not self.validate() or not self._is_whole():
            return None
        opens_at = self._instant("opens_at") or at
        closes_at = self._instant("closes_at") or at
        rows = [step for step in range(STEPS_MAX) if not self._is_empty(step)]
        terms = Terms(
            title=self.title.data or "",
            regions=tuple(self.regions.data or ()),
            opens_at=opens_at,
            closes_at=closes_at,
            withdraw_until=self._instant("withdraw_until") or closes_at,
            minimum=self.minimum.data or 0,
            quantities=tuple(self[f"quantity_{step}"].data for step in rows),
            goods=tuple(self._good(place, good, rows) for place, good in enumerate(self.goods)),
            note=self.note.data or "",
            ready_by=self._instant("ready_by"),
        )
        multiples = {good.sku_id: good.multiple for good in self.goods}
        problems = problems_of(terms, multiples, at)
        for field, code in problems:
            self._complain(field, code, rows)
        return None if problems else terms

    def _good(self, place: int, good: Offered, rows: Sequence[int]) -> PooledGood:
        prices: tuple[Decimal, ...] = tuple(self[f"price_{place}_{step}"].data for step in rows)
        return PooledGood(
            good.sku_id,
            prices,
            capacity=self[f"capacity_{place}"].data,
            multiple=self[f"multiple_{place}"].data,
            member_minimum=self[f"member_minimum_{place}"].data,
        )

    def _is_empty(self, step: int) -> bool:
        fields = [self[f"quantity_{step}"], *(self[f"price_{place}_{step}"] for place in range(len(self.goods)))]
        return not any(field.typed.strip() if field.typed is not None else field.data is not None for field in fields)

    def _is_whole(self) -> bool:
        """Say where a row of the ladder is only half filled in."""
        for step in range(STEPS_MAX):
            if self._is_empty(step):
                continue
            for name in (f"quantity_{step}", *(f"price_{place}_{step}" for place in range(len(self.goods)))):
                if self[name].data is None:
                    self[name].errors = [_("Fill this in.")]
        return not self.errors

    def _instant(self, name: str) -> datetime | None:
        who, typed = viewer(), self[name].data
        zone = ZoneInfo(who.time_zone if who is not None else "UTC")
        return typed.replace(tzinfo=zone) if typed is not None else None

    def _complain(self, field: str, code: str, rows: Sequence[int]) -> None:
        """Put a problem beside its field; the rules count filled rows, the form all of them."""
        if field == "quantities":
            field = f"quantity_{rows[-1] if rows else 0}"
        elif field.startswith("price_") and rows:
            good, _under, step = field.removeprefix("price_").partition("_")
            field = f"price_{good}_{rows[int(step)]}"
        found = self._fields.get(field, self.title)
        found.errors = [*found.errors, sentence(InvalidInput(field, code))]


class ExtensionForm(Form):
    """Until when a pool stays open, after all."""

    closes_at = DateTimeLocalField(_l("Closes"), [filled()], format=MINUTE, id="extended")


class PoolCancellationForm(Form):
    """Why a pool is called off; its members read it."""

    reason = StringField(_l("Reason, for its members to read"), [filled(), at_most(200)], id="cancellation-reason")


class DeclinationForm(Form):
    """Why a proposal is not taken up."""

    reason = StringField(_l("Reason, for the platform to read"), [at_most(200)], id="declination-reason")


class RepetitionForm(Form):
    """When a pool like this one is to open."""

    opens_at = DateTimeLocalField(_l("Opens"), [filled()], format=MINUTE, id="repeated")


def pool_form(goods: Sequence[Offered], regions: Iterable[RegionRow], pool: PoolRow | None = None) -> PoolForm:
    """Make the form for goods, as it was sent; with a pool, or without anything sent, as things stand."""
    fields: dict[str, Any] = {"goods": tuple(goods)}
    who = viewer()
    currency = who.currency if who is not None else "CNY"
    for place, good in enumerate(goods):
        fields[f"capacity_{place}"] = QuantityField(_("%(code)s: there is at most", code=good.code), [filled()])
        fields[f"multiple_{place}"] = QuantityField(_("%(code)s: in multiples of", code=good.code), [filled()])
        fields[f"member_minimum_{place}"] = QuantityField(
            _("%(code)s: each takes at least", code=good.code), [filled()]
        )
        for step in range(STEPS_MAX):
            label = _("Step %(n)s: price of %(code)s", n=step + 1, code=good.code)
            fields[f"price_{place}_{step}"] = UnitPriceField(label, currency=currency)
    for step in range(STEPS_MAX):
        fields[f"quantity_{step}"] = QuantityField(_("Step %(n)s: from", n=step + 1))
    made = type("TermsOfAPool", (PoolForm,), fields)
    form: PoolForm = made(data=_data(goods, pool))
    form.offer(regions)
    return form


def _data(goods: Sequence[Offered], pool: PoolRow | None) -> dict[str, Any]:
    if pool is None:
        cartons = [(place, lcm(good.multiple, good.pack_size)) for place, good in enumerate(goods)]
        return {f"{name}_{place}": units for place, units in cartons for name in ("multiple", "member_minimum")}
    zone = ZoneInfo(pool.time_zone)
    data: dict[str, Any] = {
        "title": pool.title, "regions": list(pool.regions), "minimum": pool.minimum, "note": pool.note,
        **{name: getattr(pool, name).astimezone(zone) for name in ("opens_at", "closes_at", "withdraw_until")},
        "ready_by": pool.ready_by.astimezone(zone) if pool.ready_by else None,
        **{f"quantity_{step}": quantity for step, quantity in enumerate(pool.quantities)},
    }  # fmt: skip
    for place, good in enumerate(pool.goods):
        data |= {f"{name}_{place}": getattr(good, name) for name in ("capacity", "multiple", "member_minimum")}
        data |= {f"price_{place}_{step}": price for step, price in enumerate(good.unit_prices)}
    return data
