"""What a buyer asks of a pool: how many of each good, from which price on, and where it goes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from wtforms import SelectField

from blueprints.retailer.purse import Purse
from trade.credit.rules import Means
from trade.parties.queries import AddressRow
from trade.pooling.queries import CommitmentRow, PoolRow
from trade.pooling.rules import QuantityNotPooled
from web.choices import options
from web.filters import quantity, unit_price
from web.forms import Form, QuantityField
from web.naming import named
from web.pool_units import counted
from web.translation import gettext as _
from web.translation import lazy_gettext as _l


class CommitmentForm(Form):
    """Fields of the goods, ``quantity_0`` …, are added below; quantities are in cartons where the pool grows by those."""

    only_from = SelectField(_l("Only if the price reaches"), default="0")
    address = SelectField(_l("Delivered to"), validate_choice=False)
    means = SelectField(_l("Paid from"))
    pool: PoolRow

    @property
    def step(self) -> int:
        """The step whose price is insisted on; 0 for any."""
        return int(self.only_from.data or 0)

    @property
    def pays_by(self) -> Means:
        """What it is paid from."""
        return Means(self.means.data or Means.WALLET)

    @property
    def address_id(self) -> UUID | None:
        """The address that was chosen; none is the usual one."""
        try:
            return UUID(self.address.data or "")
        except ValueError:
            return None

    def quantities(self) -> dict[UUID, int]:
        """What was asked for of each SKU, in base units; goods of which nothing was wanted are left out."""
        asked = ((good, self[f"quantity_{at}"].data) for at, good in enumerate(self.pool.goods))
        return {good.sku_id: count * counted(good).size for good, count in asked if count}

    def judge(self) -> bool:
        """Say at its field what the pool does not take; answer whether all is well."""
        if not self.validate():
            return False
        for at, good in enumerate(self.pool.goods):
            count, how = self[f"quantity_{at}"].data, counted(good)
            if count and (count < how.minimum or count % how.multiple):
                self._refuse(at, how.minimum, how.multiple)
        if not self.errors and not self.quantities():
            self.quantity_0.errors = [_("Enter how many you would take.")]
        return not self.errors

    def refuse_quantity(self, error: QuantityNotPooled) -> None:
        """Put a refusal beside the quantity that it is about."""
        for at, good in enumerate(self.pool.goods):
            if good.sku_id == error.sku_id:
                size = counted(good).size
                self._refuse(at, error.minimum // size, error.multiple // size)

    def _refuse(self, at: int, minimum: int, multiple: int) -> None:
        sentence = _(
            "From %(minimum)s up, in multiples of %(multiple)s.", minimum=quantity(minimum), multiple=quantity(multiple)
        )
        self[f"quantity_{at}"].errors = [sentence]


def commitment_form(
    pool: PoolRow, own: CommitmentRow | None, addresses: Sequence[AddressRow], purse: Purse, *, fresh: bool
) -> CommitmentForm:
    """Make the form for a pool, with what the organisation has asked for already, or the least that a member takes.

    What is asked for in addition is paid as the rest was.
    """
    asked = {line.sku_id: line.quantity for line in own.lines} if own is not None else {}
    means = own.means if own is not None else Means.WALLET
    fields: dict[str, Any] = {"pool": pool, "means": SelectField(_l("Paid from"), default=means)}
    data: dict[str, Any] = {"only_from": str(own.only_from if own is not None else 0), "means": means}
    for at, good in enumerate(pool.goods):
        how = counted(good)
        fields[f"quantity_{at}"] = QuantityField(named(good), zero=True)
        least = 0 if own is not None or pool.is_combination else good.member_minimum
        data[f"quantity_{at}"] = how.count(asked.get(good.sku_id, least))
    made = type("PoolsCommitmentForm", (CommitmentForm,), fields)
    form: CommitmentForm = made(formdata=None, data=data) if fresh else made()
    form.only_from.choices = options(_conditions(pool, own))
    form.means.choices = options(purse.choices if own is None else [(means, purse.name(means))])
    form.address.choices = options((str(row.id or ""), f"{row.label} · {row.one_line}") for row in addresses)
    return form


def _conditions(pool: PoolRow, own: CommitmentRow | None) -> list[tuple[str, str]]:
    """Prices that can be insisted on: at any, or from a step on; a commitment only ever loosens."""
    last = own.only_from if own is not None else len(pool.quantities) - 1
    found = [("0", _("Any price up to %(price)s", price=_price(pool, 0)))]
    return found + [(str(step), _price(pool, step)) for step in range(1, last + 1)]


def _price(pool: PoolRow, step: int) -> str:
    prices = sorted({good.unit_prices[step] for good in pool.goods})
    return " – ".join(unit_price(price, pool.currency) for price in dict.fromkeys((prices[0], prices[-1])))
