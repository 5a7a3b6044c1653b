"""One SKU's prices on one list: its steps, from when to when, and with whose eyes they are looked at."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from wtforms import StringField

from blueprints.supplier.price_forms import DatedForm
from blueprints.supplier.step_forms import StepsForm
from trade.kernel.quantities import QuantityRule
from trade.ordering.queries import Quoted, quoted, quoted_if
from trade.pricing.rules import Ladder, Period
from web.access import actor, call, session
from web.forms import QuantityField, at_most
from web.translation import lazy_gettext as _l


class SKUPriceForm(StepsForm, DatedForm):
    """The steps, their days, and for the preview a buyer and a quantity."""

    buyer = StringField(_l("Code of the buyer"), [at_most(40)])
    count = QuantityField(_l("Quantity"))
    sold_in = QuantityRule(1, 1)

    def rule(self) -> QuantityRule:
        """Return which quantities the SKU is sold in."""
        return self.sold_in

    def when(self) -> Period | None:
        """The days typed; none where the prices hold from now on."""
        return self.period() if self.first.data or self.last.data else None


@dataclass(frozen=True, slots=True)
class NowAndThen:
    """What a buyer pays now, and what they would pay from ``since`` if the typed prices were saved."""

    now: Quoted | None
    then: Quoted | None
    since: datetime | None


def now_and_then(form: SKUPriceForm, sku_id: UUID, code: str, list_id: UUID, currency: str) -> NowAndThen | None:
    """Compare, where a buyer was named and the steps can be read; none where they cannot."""
    buyer, terms, at = (form.buyer.data or "").strip(), form.terms(), call().at
    if not buyer or not terms.steps or form.count.errors:
        return None
    count, when = form.count.data or 0, form.when()
    since = when.since if when is not None else at
    typed = Ladder(terms.steps, currency, terms.mode, terms.counting)
    now = quoted(session(), actor(), buyer=buyer, sku=code, quantity=count, at=at)
    then = quoted_if(
        session(), actor(), buyer=buyer, sku_id=sku_id, quantity=count, at=since, list_id=list_id, typed=typed
    )
    return NowAndThen(now, then, since if when is not None else None)
