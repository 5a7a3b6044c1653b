"""What stands on statements beside order lines, in words; and how often a seller gets one."""

from typing import Final

from flask import Blueprint

from trade.settlement.queries import StatementItemRow
from trade.settlement.rules import ItemKind, Period
from web.filters import day, money, percent
from web.translation import LazyString
from web.translation import gettext as _
from web.translation import lazy_gettext as _l

PERIODS: Final[dict[Period, LazyString]] = {
    Period.RUN: _l("At every settlement"),
    Period.WEEK: _l("Weekly, Monday to Sunday"),
    Period.HALF_MONTH: _l("Twice a month, to the 15th and to the last day"),
    Period.MONTH: _l("Monthly"),
}


def item_word(item: StatementItemRow) -> str:
    """Return why an amount stands on a statement, in a sentence that explains the deduction."""
    words = item.words
    rate = percent(item.rate) if item.rate is not None else ""
    if item.kind is ItemKind.TAX:
        return _("Tax on the commission, %(rate)s", rate=rate)
    if item.release_at is not None:
        return _(
            "%(rate)s of what was earned, held back; it comes back from %(day)s on", rate=rate, day=day(item.release_at)
        )
    if item.kind is ItemKind.RELEASE:
        return _("Given back: what an earlier statement held back")
    if item.kind is ItemKind.CORRECTION:
        words = _("Commission given back for %(name)s, which you disputed", name=item.words)
    if item.kind is ItemKind.RECOVERY:
        return _("Claim %(claim)s recovered", claim=item.words)
    if item.tax:
        return _("%(words)s, with %(tax)s tax", words=words, tax=money(item.tax))
    return words


def period_word(period: Period) -> str:
    """Return how often a seller gets a statement."""
    return str(PERIODS[period])


def teach(blueprint: Blueprint) -> None:
    """Give templates these words as filters."""
    for function in (item_word, period_word):
        blueprint.add_app_template_filter(function, function.__name__)
