"""Where the money of a claim is, and which clock runs, in a sentence."""

from datetime import datetime

from adapters import clock
from trade.claims.queries import ClaimRow
from trade.claims.rules import ClaimState, Outcome
from trade.ordering.rules import OrderState
from web.filters import instant, money
from web.translation import gettext as _


def claim_clock(row: ClaimRow) -> str:
    """Say in one sentence where the money of a claim is, or by when it comes."""
    if row.state is ClaimState.REPLACING:
        return _coming_again(row)
    return _closed(row) if not row.is_open else _running(row, clock.now())


def answer_clock(row: ClaimRow) -> str:
    """Say in one sentence whether somebody has answered, or by when somebody does."""
    if row.answered_at is not None:
        return _("First answered on %(at)s.", at=instant(row.answered_at))
    return _("A first answer comes by %(at)s.", at=instant(row.money_due_at))


def _running(row: ClaimRow, at: datetime) -> str:
    if row.advanced_at is not None:
        return _("%(amount)s were paid to the buyer on %(at)s. Who bears it is being settled.",
                 amount=money(row.advanced), at=instant(row.advanced_at))  # fmt: skip
    if row.late:
        return _looked_at(row, at)
    if row.money_due_at <= at:
        return _(
            "Late: the money was due on %(at)s. The platform's staff see it first of all.", at=instant(row.money_due_at)
        )
    return _("Money comes by %(at)s, or a person says why not.", at=instant(row.money_due_at))


def _looked_at(row: ClaimRow, at: datetime) -> str:
    if row.money_due_at <= at:
        return _("A late claim: somebody should have looked at it by %(at)s. The platform's staff see it first of all.",
                 at=instant(row.money_due_at))  # fmt: skip
    return _("A late claim: the order was completed, so a person looks at it by %(at)s before anything is paid.",
             at=instant(row.money_due_at))  # fmt: skip


def _coming_again(row: ClaimRow) -> str:
    again = row.replacement
    if again is not None and again.state in (OrderState.PLACED, OrderState.CONFIRMED):
        return _("The goods are sent again with %(order)s. They leave by %(at)s, or the claim is about money again.",
                 order=again.reference, at=instant(again.due_at))  # fmt: skip
    return _("The goods are sent again with %(order)s. It is settled once they are there and all right.",
             order=again.reference if again is not None else "")  # fmt: skip


def _closed(row: ClaimRow) -> str:
    if row.state is ClaimState.WITHDRAWN:
        return _("Taken back by the buyer; nothing was paid.")
    if row.owed_back:
        return _(
            "The buyer still owes %(amount)s back, which its wallet pays as soon as it can.",
            amount=money(row.owed_back),
        )
    if row.state is ClaimState.SETTLED and not row.advanced:
        return _("The buyer has the goods again; no money was paid.")
    if row.state is ClaimState.REJECTED:
        return _("Nothing is paid for it.")
    return _borne(row)


def _borne(row: ClaimRow) -> str:
    if row.outcome is Outcome.PLATFORM:
        return _("The buyer has %(amount)s; the platform bears it.", amount=money(row.borne))
    if row.outcome is Outcome.CARRIER:
        return _("The buyer has %(amount)s; the carrier bears it.", amount=money(row.borne))
    return _("The buyer has %(amount)s; the seller bears it.", amount=money(row.borne))
