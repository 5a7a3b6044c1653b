"""What sellers owe for late claims, in words: how far it is, what comes next and when."""

from typing import Final

from flask import Blueprint

from trade.settlement.queries import RecoveryRow
from trade.settlement.rules import RecoveryStage
from web.filters import day, money
from web.translation import LazyString
from web.translation import gettext as _
from web.translation import lazy_gettext as _l
from web.words import EVENTS, STATES

NEXT: Final[dict[RecoveryStage, LazyString]] = {
    RecoveryStage.EARNINGS: _l("What is held back is taken too"),
    RecoveryStage.RESERVES: _l("What is open then is invoiced"),
    RecoveryStage.INVOICED: _l("Reminder, where it is not paid"),
    RecoveryStage.OVERDUE: _l("Two people may give it up"),
    RecoveryStage.CLOSED: _l("Nothing"),
}
"""What the next step of a stage is, as lists say it."""

STATES.update(
    {
        "recovery.earnings": (_l("From earnings"), "active"),
        "recovery.reserves": (_l("From what is held back"), "active"),
        "recovery.invoiced": (_l("Demand sent"), "waiting"),
        "recovery.overdue": (_l("Overdue"), "danger"),
        "recovery.closed": (_l("Closed"), "done"),
    }
)
EVENTS.update(
    {
        "settlement.recovered_from_payable": _l("Recovered from what was payable to the seller"),
        "settlement.recovered_by_statement": _l("Recovered by a statement of the seller's"),
        "settlement.recovered_from_deposit": _l("Recovered from what was held back for the seller"),
        "settlement.recovered_from_wallet": _l("Paid by the seller's wallet"),
        "settlement.recovery_from_reserves": _l("From now on also recovered from what is held back for the seller"),
        "settlement.recovery_invoiced": _l("Invoiced to the seller"),
        "settlement.recovery_reminded": _l("The seller was reminded"),
        "settlement.write_off_proposed": _l("Proposed to give up what the seller owes"),
        "settlement.write_off_rejected": _l("Not given up: the seller owes it still"),
        "settlement.recovery_written_off": _l("Given up what the seller owes"),
    }
)


def recovery_word(row: RecoveryRow) -> str:
    """Say in plain words where the recovery of a claim stands."""
    if row.stage is RecoveryStage.CLOSED:
        return _closed(row)
    said = _("The seller owes %(owed)s of %(amount)s.", owed=money(row.owed), amount=money(row.amount))
    return f"{said} {_coming(row)}"


def _coming(row: RecoveryRow) -> str:
    on = day(row.next_at) if row.next_at is not None else ""
    if row.stage is RecoveryStage.EARNINGS:
        return _(
            "It comes from what is payable to the seller and from its next statements, from %(day)s on also from what is held back.",
            day=on,
        )
    if row.stage is RecoveryStage.RESERVES:
        return _("It comes from earnings and from what is held back. What is open on %(day)s is invoiced.", day=on)
    due = day(row.due_at) if row.due_at is not None else ""
    if row.stage is RecoveryStage.INVOICED:
        return _("It is invoiced and to be paid by %(day)s; the seller's wallet pays it as soon as it can.", day=due)
    return _("It was to be paid by %(day)s, and every reminder was sent.", day=due)


def _closed(row: RecoveryRow) -> str:
    if row.written_off:
        return _(
            "Of %(amount)s the seller paid %(paid)s; %(lost)s were given up, and the platform bears them.",
            amount=money(row.amount), paid=money(row.recovered), lost=money(row.written_off),
        )  # fmt: skip
    return _("The seller has paid all of it: %(amount)s.", amount=money(row.amount))


def next_step(row: RecoveryRow) -> str:
    """Say what comes next of a recovery."""
    return str(NEXT[row.stage])


def teach(blueprint: Blueprint) -> None:
    """Give templates these words as filters."""
    for function in (recovery_word, next_step):
        blueprint.add_app_template_filter(function, function.__name__)
