"""What the platform takes by category: the rates that hold, held and will hold, and proposing another."""

from typing import Any
from uuid import UUID

from flask import flash, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import DateField, SelectField

from adapters import clock
from blueprints.finance.blueprint import blueprint
from trade.catalogue.actions.commission import approve_rate, propose_rate, reject_rate
from trade.catalogue.queries import category_choices
from trade.catalogue.queries.commission import RATE, rate_decisions, rates
from trade.kernel.actor import Permission
from trade.kernel.errors import DomainError
from trade.kernel.work import Call
from web.access import actor, call, requires, session
from web.choices import options
from web.decisions import KINDS, DecisionKind
from web.fields import PercentField
from web.forms import Form, filled, invalid
from web.fragments import see_other
from web.naming import named
from web.translation import gettext as _
from web.translation import lazy_gettext as _l

PAGE = "finance/commission.html"


class RateForm(Form):
    """Another rate for a category, from a day on."""

    category = SelectField(_l("Category"), [filled()], choices=[])
    rate = PercentField(_l("Commission, in per cent"), [filled()])
    day = DateField(_l("For orders placed from"), [filled(_l("Enter the first day on which it holds."))])

    def offer(self) -> None:
        """Offer the categories of the market."""
        found = category_choices(session(), clock.now())
        self.category.choices = options((str(choice.id), named(choice)) for choice in found)


@blueprint.get("/commission")
@requires(Permission.SEE_FINANCE)
def commission() -> ResponseReturnValue:
    """Show what is taken in each category, and every change of it."""
    form = RateForm(formdata=None)
    form.offer()
    return render_template(PAGE, form=form, **_about())


@blueprint.post("/commission")
@requires(Permission.PREPARE_MONEY)
def propose_commission() -> ResponseReturnValue:
    """Propose another rate; it waits in the inbox for a second person."""
    form = RateForm()
    form.offer()
    if not form.validate() or form.day.data is None:
        return invalid(PAGE, PAGE, form, **_about())
    try:
        propose_rate(call(), UUID(form.category.data), rate=form.rate.data, day=form.day.data)
    except DomainError as error:
        form.refuse(error)
        return render_template(PAGE, form=form, **_about()), 409
    flash(
        _("Proposed. It waits for a second person and holds from its day on; orders placed before keep their rate."),
        "waiting",
    )
    return see_other(url_for(".commission"))


def _about() -> dict[str, Any]:
    return {
        "categories": category_choices(session(), clock.now()),
        "rates": rates(session()),
        "now": clock.now(),
        "may_propose": actor().may(Permission.PREPARE_MONEY),
    }


def _approve(call: Call, rate_id: UUID, shown: bytes) -> object:
    return approve_rate(call, rate_id, shown=shown)


def _reject(call: Call, rate_id: UUID, reason: str) -> object:
    return reject_rate(call, rate_id, reason=reason)


def _page(rate_id: UUID) -> str:
    return url_for("finance.commission") + f"#rate-{rate_id}"


KINDS[RATE] = DecisionKind(_l("Commission of a category"), rate_decisions, _approve, _reject, _page)
