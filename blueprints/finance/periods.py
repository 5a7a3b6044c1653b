"""The books day by day: what every account held at the end of one, and closing a period for good."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby
from typing import Any

from flask import Response, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import DateField

from blueprints.finance.blueprint import blueprint
from blueprints.finance.ledger import Balance
from trade.kernel.actor import Permission
from trade.kernel.errors import NotFound
from trade.ledger import queries
from trade.ledger.closing import NotToClose, close_books
from web.access import actor, call, requires, session
from web.books import account_word
from web.filters import day as day_word
from web.forms import Form, filled, invalid
from web.fragments import see_other
from web.sentences import sentence
from web.sheets import KINDS, Cell, list_answer
from web.translation import gettext as _
from web.translation import lazy_gettext as _l

PAGE = "finance/periods.html"


class CloseForm(Form):
    """Up to which day the books are closed."""

    day = DateField(_l("Last day of the period"), [filled(_l("Enter the last day of the period."))])


@blueprint.get("/ledger/periods")
@requires(Permission.SEE_FINANCE)
def periods() -> ResponseReturnValue:
    """Show the trial balance of a day, the days there are, and what is closed."""
    return render_template(PAGE, form=CloseForm(formdata=None), **_about(_asked()))


@blueprint.get(f"/ledger/trial-balance.<{KINDS}:kind>")
@requires(Permission.SEE_FINANCE)
def trial_file(kind: str) -> Response:
    """Answer the trial balance of a day as a file."""
    day = _asked()
    if day is None:
        raise NotFound("ledger_day", request.args.get("day", "")[:20])
    header = (_("Account"), _("Debit"), _("Credit"), _("Currency"))
    rows = map(_cells, queries.trial_balance_on(session(), day))
    return list_answer(kind, f"trial-balance-{day}", _("Trial balance"), header, rows)


@blueprint.post("/ledger/closes")
@requires(Permission.APPROVE_MONEY)
def close() -> ResponseReturnValue:
    """Close the books up to the end of a day, for good."""
    form = CloseForm()
    if not form.validate() or form.day.data is None:
        return invalid(PAGE, PAGE, form, **_about(_asked()))
    try:
        close_books(call(), day=form.day.data)
    except NotToClose as error:
        form.day.errors = [sentence(error)]
        return render_template(PAGE, form=form, **_about(_asked())), 409
    flash(
        _("Closed up to %(day)s. Whatever comes late is posted into the open period.", day=day_word(form.day.data)),
        "good",
    )
    return see_other(url_for(".periods", day=form.day.data.isoformat()))


def _asked() -> date | None:
    """Return the day that was asked for, else the newest of which there is a snapshot."""
    try:
        return date.fromisoformat(request.args.get("day", ""))
    except ValueError:
        return next(iter(queries.days(session(), limit=1)), None)


def _about(day: date | None) -> dict[str, Any]:
    lines = queries.trial_balance_on(session(), day) if day is not None else []
    by_currency = groupby(lines, key=lambda line: line.balance.currency)
    return {
        "day": day,
        "balances": [Balance(currency, list(own)) for currency, own in by_currency],
        "days": queries.days(session()),
        "closes": queries.closes(session()),
        "may_close": actor().may(Permission.APPROVE_MONEY),
    }


def _cells(line: queries.TrialLine) -> Sequence[Cell]:
    debit = line.balance if line.balance.minor > 0 else None
    credit = -line.balance if line.balance.minor < 0 else None
    return (account_word(line.kind), debit, credit, line.balance.currency)
