"""Rates and limits in words: what each is for, its number with its measure, and what holds where none was set."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final

from flask import current_app

from settings import Settings
from trade.credit.rules.deciding import AUTHORITY, WRITE_OFF_AUTHORITY
from trade.credit.rules.lateness import DAILY_RATE
from trade.kernel.errors import InvalidInput
from trade.parties.rules import Role
from trade.rates.queries import DatedRow, StandingRate
from trade.rates.rules import BOUNDS, Measure, RateKind
from web.decisions import CODES, FACTS
from web.filters import percent, quantity
from web.naming import named
from web.sentences import field_sentence
from web.translation import LazyString, ngettext
from web.translation import gettext as _
from web.translation import lazy_gettext as _l
from web.words import EVENTS

SUBJECTS: Final[dict[RateKind, LazyString]] = {
    RateKind.CLAIM_WINDOW: _l("Time for claims"),
    RateKind.CLAIM_AT_ONCE: _l("Claims paid at once up to"),
    RateKind.CLAIM_BY_ITSELF: _l("Claims paid by the clock up to"),
    RateKind.LATE_FEE: _l("Late fee, a day"),
    RateKind.CREDIT_CHECKER: _l("Credit limit a finance checker approves"),
    RateKind.CREDIT_OWNER: _l("Credit limit an owner approves"),
    RateKind.WRITE_OFF_CHECKER: _l("Given up by a finance checker, an invoice"),
    RateKind.WRITE_OFF_OWNER: _l("Given up by an owner, an invoice"),
}


def subject_of(row: DatedRow | StandingRate) -> str:
    """What a number is for, with its category where it has one."""
    word = str(SUBJECTS[row.kind])
    return _("%(what)s: %(category)s", what=word, category=named(row)) if row.category_id else word


def shown_value(kind: RateKind, value: Decimal | None) -> str:
    """A number with its measure; nothing for none."""
    if value is None:
        return ""
    if BOUNDS[kind].measure is Measure.HOURS:
        return ngettext("%(count)s hour", "%(count)s hours", int(value), count=quantity(int(value)))
    if BOUNDS[kind].measure is Measure.PERCENT:
        return percent(value)
    return quantity(int(value))


def usual_of(kind: RateKind) -> str:
    """What holds where no number was set."""
    settings: Settings = current_app.extensions["settings"]
    return shown_value(kind, _USUAL[kind](settings))


_USUAL: Final[dict[RateKind, Any]] = {
    RateKind.CLAIM_WINDOW: lambda settings: Decimal(settings.claim_window_days * 24),
    RateKind.CLAIM_AT_ONCE: lambda settings: Decimal(settings.claim_at_once),
    RateKind.CLAIM_BY_ITSELF: lambda settings: Decimal(settings.claim_by_itself),
    RateKind.LATE_FEE: lambda _settings: DAILY_RATE,
    RateKind.CREDIT_CHECKER: lambda _settings: Decimal(AUTHORITY.usual[Role.FINANCE_CHECKER]),
    RateKind.CREDIT_OWNER: lambda _settings: Decimal(AUTHORITY.usual[Role.OWNER]),
    RateKind.WRITE_OFF_CHECKER: lambda _settings: Decimal(WRITE_OFF_AUTHORITY.usual[Role.FINANCE_CHECKER]),
    RateKind.WRITE_OFF_OWNER: lambda _settings: Decimal(WRITE_OFF_AUTHORITY.usual[Role.OWNER]),
}


def stored(kind: RateKind, typed: Decimal) -> Decimal:
    """What is kept of a number that somebody typed in its measure."""
    return typed / 100 if BOUNDS[kind].measure is Measure.PERCENT else typed


@field_sentence("rate_bounds")
def _out_of_bounds(error: InvalidInput) -> str:
    kind = RateKind(str(error.facts["kind"]))
    least, most = (shown_value(kind, value) for value in (BOUNDS[kind].least, BOUNDS[kind].most))
    return _("Enter at least %(least)s and at most %(most)s.", least=least, most=most)


FACTS.update(
    {
        "rate_kind": _l("What"),
        "rate_hours": _l("In hours"),
        "rate_percent": _l("In per cent"),
        "rate_units": _l("In whole units"),
    }
)
CODES.update({("rate_kind", kind): word for kind, word in SUBJECTS.items()})
EVENTS.update(
    {
        "rates.rate_proposed": _l("Another rate or limit was proposed"),
        "rates.rate_approved": _l("The rate or limit was approved"),
        "rates.rate_rejected": _l("The rate or limit was declined"),
    }
)
