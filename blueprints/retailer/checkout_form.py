"""What a buyer says at checkout: where goods go, and to each seller the day and a word."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, ClassVar, Final
from uuid import UUID

from flask import request
from wtforms import DateField, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import Optional

from trade.credit.rules import Means
from trade.kernel.money import EXPONENTS, Money
from trade.ordering.rules import Wish
from trade.parties.queries import AddressRow
from web.choices import options
from web.filters import day
from web.forms import Form, at_most
from web.translation import gettext as _
from web.translation import lazy_gettext as _l

_SHOWN: Final = re.compile(r"(?P<minor>[0-9]{1,18}) (?P<currency>[A-Z]{3})")
_OF_SELLER: Final = re.compile(r"(?:day|note)_([0-9a-f]{32})")
SELLERS_MAX: Final = 200


class CheckoutForm(Form):
    """The totals that were on the page when "Place the order" was pressed, and what the sellers are asked."""

    shown = HiddenField()
    address = SelectField(_l("Delivered to"), validate_choice=False)
    means = RadioField(
        _l("How do you pay?"),
        [Optional()],
        choices=options(((Means.WALLET, _l("From the wallet")), (Means.CREDIT, _l("On credit")))),
        default=Means.WALLET,
    )
    note = TextAreaField(_l("Note to the sellers"), [at_most(500)])
    sellers: ClassVar[Sequence[UUID]] = ()

    @property
    def totals(self) -> tuple[Money, ...]:
        """The totals as money; what cannot be read equals no cart, so that it is shown afresh."""
        found = [_SHOWN.fullmatch(part) for part in (self.shown.data or "").split(", ")]
        totals = tuple(Money(int(m["minor"]), m["currency"]) for m in found if m and m["currency"] in EXPONENTS)
        return totals if len(totals) == len(found) else ()

    @property
    def paid_by(self) -> Means:
        """What pays; the wallet where nothing was chosen."""
        return Means.CREDIT if self.means.data == Means.CREDIT else Means.WALLET

    @property
    def address_id(self) -> UUID | None:
        """The address that was chosen; none is the usual one."""
        try:
            return UUID(self.address.data or "")
        except ValueError:
            return None

    def wishes(self) -> dict[UUID, Wish]:
        """What was asked of each seller."""
        return {
            seller: Wish(self[f"note_{seller.hex}"].data or "", self[f"day_{seller.hex}"].data)
            for seller in self.sellers
        }

    def offer(self, addresses: Sequence[AddressRow]) -> None:
        """Fill in the addresses to choose from; the usual one comes first."""
        self.address.choices = options((str(row.id or ""), f"{row.label} · {row.one_line}") for row in addresses)

    def refuse_day(self, seller: UUID, days: tuple[date, date]) -> None:
        """Say beside a seller's day which days are possible."""
        field = self[f"day_{seller.hex}"]
        field.errors = [
            *field.errors,
            _("Choose a day from %(first)s to %(last)s.", first=day(days[0]), last=day(days[1])),
        ]

    def refuse_address(self) -> None:
        """Say that the chosen address is not kept any more."""
        self.address.errors = [*self.address.errors, _("This address is not on your list any more. Choose another.")]


def checkout_form(sellers: Iterable[UUID] = (), *, fresh: bool) -> CheckoutForm:
    """Make the form for these sellers, and for those that the request names."""
    named = [UUID(found[1]) for name in request.form if (found := _OF_SELLER.fullmatch(name))]
    ids = list(dict.fromkeys([*sellers, *named]))[:SELLERS_MAX]
    fields: dict[str, Any] = {"sellers": ids}
    for seller in ids:
        fields[f"day_{seller.hex}"] = DateField(_l("Wanted on"), [Optional()])
        fields[f"note_{seller.hex}"] = StringField(_l("Note to this seller"), [at_most(500)])
    made = type("SellersCheckoutForm", (CheckoutForm,), fields)
    form: CheckoutForm = made(formdata=None) if fresh else made()
    return form
