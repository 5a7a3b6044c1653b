"""What waits for a second person, of every kind, in one place: the kinds that there are, and a case in words.

A portal's package registers its kinds:  ``KINDS["payout"] = DecisionKind(_l("Payout"), waiting, approve, reject, page)``.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from flask import current_app
from sqlalchemy.orm import Session

from settings import Settings
from trade.kernel.actor import Actor
from trade.kernel.decisions import Changed, Decision, in_turn
from trade.kernel.money import Money, exponent_of
from trade.kernel.work import Call
from web import filters
from web.facts import LABELS
from web.translation import LazyString
from web.translation import gettext as _
from web.translation import lazy_gettext as _l


@dataclass(frozen=True, slots=True)
class DecisionKind:
    """A kind of case: its word, what waits, the two actions that decide (on exactly what was shown), and its page."""

    word: LazyString
    waiting: Callable[[Session, Actor], Sequence[Decision]]
    approve: Callable[[Call, UUID, bytes], object]
    reject: Callable[[Call, UUID, str], object]
    page: Callable[[UUID], str]


KINDS: Final[dict[str, DecisionKind]] = {}
FACTS: Final[dict[str, LazyString]] = {
    "term_kind": _l("The days count"),
    "review_on": _l("Look at it again on"),
    "accounts_moved": _l("Accounts unlike last time"),
    "argued": _l("Why"),
}
"""Labels of facts that only a decision names; the others are those of timelines."""
CODES: Final[dict[tuple[str, str], LazyString]] = {}
"""The words for facts that are a code, by the name of the fact and the code; registered like the kinds."""


@dataclass(frozen=True, slots=True)
class Case:
    """A decision as the inbox shows it to one person."""

    decision: Decision
    what: str
    is_mine: bool
    in_bulk: bool

    @property
    def page(self) -> str:
        """Where all about it stands; worked out for the one that is open, not for each of the list."""
        return KINDS[self.decision.kind].page(self.decision.id)

    @property
    def key(self) -> str:
        """How forms and links name it."""
        return f"{self.decision.kind}:{self.decision.id}"

    @property
    def changes(self) -> list[tuple[str, str, str]]:
        """(label, before, now): ``before`` is empty where nothing was there, or it is the same."""
        return [_told(change) for change in self.decision.changes]


def cases(session: Session, actor: Actor) -> list[Case]:
    """All that waits, the oldest first, of the same age the largest."""
    return [_case(decision, actor) for decision in sorted(_waiting(session, actor), key=in_turn)]


def cases_waiting(session: Session, actor: Actor) -> int:
    """How many there are."""
    return len(_waiting(session, actor))


def _waiting(session: Session, actor: Actor) -> list[Decision]:
    return [decision for kind in KINDS.values() for decision in kind.waiting(session, actor)]


def bulk_limit(currency: str) -> Money:
    """Amounts below this may be approved several at once."""
    settings: Settings = current_app.extensions["settings"]
    return Money(settings.bulk_approval_under * 10 ** exponent_of(currency), currency)


_DAYS: Final = frozenset({"from", "expires_on", "review_on"})
"""Changes that are days: hashed as ISO writes them, shown as people do."""


def _case(decision: Decision, actor: Actor) -> Case:
    kind, is_mine, amount = KINDS[decision.kind], decision.made_by == actor.person_id, decision.amount
    is_small = amount is not None and amount < bulk_limit(amount.currency)
    return Case(decision, str(kind.word), is_mine, is_small and not is_mine)


def _told(change: Changed) -> tuple[str, str, str]:
    label = FACTS.get(change.name) or LABELS.get(change.name)
    before = _shown(change.name, change.before) if change.is_change else ""
    return (str(label) if label else _("Detail")), before, _shown(change.name, change.now)


def _shown(name: str, value: object) -> str:
    if isinstance(value, str) and (name, value) in CODES:
        return str(CODES[name, value])
    if isinstance(value, Money):
        return filters.money(value)
    if isinstance(value, str) and value and name in _DAYS:
        return filters.day(date.fromisoformat(value))
    return filters.quantity(value) if isinstance(value, int) else str(value or "")
