"""Delistings: those that wait for somebody, and one with what was said on both sides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from trade.admission.models import Delisting
from trade.admission.rules.delisting import UNTOLD, WAITING, DelistingState
from trade.files.queries import FileRow, files
from trade.kernel.actor import Actor, Permission
from trade.kernel.errors import NotFound
from trade.kernel.paging import PAGE_ROWS_MAX
from trade.parties.models import Organisation


@dataclass(frozen=True, slots=True)
class DelistingView:
    """A delisting. ``proposer``, ``decider`` and ``judge`` are names; ``had_a_word`` are those who judge it no more."""

    id: UUID
    reference: str
    seller_id: UUID
    seller: str
    state: DelistingState
    reason: str
    evidence: tuple[FileRow, ...]
    proposer: str
    proposed_at: datetime
    decider: str
    decided_at: datetime | None
    dropped_because: str
    appeal_until: datetime | None
    appeal: str
    appeal_files: tuple[FileRow, ...]
    appealed_at: datetime | None
    judge: str
    judged_at: datetime | None
    answer: str
    had_a_word: frozenset[UUID]

    @property
    def waits(self) -> bool:
        """Whether another person of the platform's has something to decide."""
        return self.state in WAITING

    @property
    def since(self) -> datetime:
        """Since when it stands as it does."""
        return self.judged_at or self.appealed_at or self.decided_at or self.proposed_at

    def may_decide(self, actor: Actor) -> bool:
        """Whether it waits for this person, among others."""
        return self.waits and actor.may(Permission.ADMIT) and actor.person_id not in self.had_a_word

    def may_appeal(self, at: datetime) -> bool:
        """Whether its seller still may."""
        return self.state is DelistingState.DELISTED and self.appeal_until is not None and at < self.appeal_until


def delistings(session: Session, actor: Actor, *, every: bool = False) -> list[DelistingView]:
    """Return those that wait for somebody of the platform's, the longest first; with ``every`` also those that don't."""
    actor.require(Permission.OVERSEE)
    wanted = _rows() if every else _rows().where(Delisting.state.in_(WAITING))
    rows = session.execute(wanted.order_by(Delisting.proposed_at, Delisting.id).limit(PAGE_ROWS_MAX))
    return [_view(session, *row) for row in rows.all()]


def delistings_waiting(session: Session, actor: Actor) -> int:
    """How many wait for somebody of the platform's."""
    actor.require(Permission.OVERSEE)
    return session.scalar(select(func.count()).select_from(Delisting).where(Delisting.state.in_(WAITING))) or 0


def delisting_case(session: Session, actor: Actor, delisting_id: UUID) -> DelistingView:
    """Return one for the platform's people. Raises ``NotFound``."""
    actor.require(Permission.OVERSEE)
    row = session.execute(_rows().where(Delisting.id == delisting_id)).one_or_none()
    if row is None:
        raise NotFound("delisting", delisting_id)
    return _view(session, *row)


def delisting_of(session: Session, actor: Actor, seller_id: UUID) -> DelistingView | None:
    """Return the newest of a seller; its own people see none that only one person wishes, or that came to nothing."""
    wanted = _rows().where(Delisting.seller_id == seller_id)
    if not actor.may(Permission.OVERSEE):
        actor.require(Permission.SHOW_PERMITS)
        wanted = wanted.where(Delisting.seller_id == actor.organisation, Delisting.state.not_in(UNTOLD))
    row = session.execute(wanted.order_by(Delisting.proposed_at.desc()).limit(1)).one_or_none()
    return _view(session, *row) if row is not None else None


def _rows() -> Select[Delisting, str, str | None, str | None, str | None]:
    return select(
        Delisting, Organisation.name, func.parties_name(Delisting.proposed_by), func.parties_name(Delisting.decided_by),
        func.parties_name(Delisting.judged_by),
    ).join(Organisation, Organisation.id == Delisting.seller_id)  # fmt: skip


def _view(
    session: Session, one: Delisting, seller: str, proposer: str | None, decider: str | None, judge: str | None
) -> DelistingView:
    return DelistingView(
        one.id, one.reference, one.seller_id, seller, DelistingState(one.state), one.reason,
        _files(session, one.evidence), proposer or "", one.proposed_at, decider or "", one.decided_at,
        one.dropped_because, one.appeal_until, one.appeal, _files(session, one.appeal_files), one.appealed_at,
        judge or "", one.judged_at, one.answer,
        frozenset(person for person in (one.proposed_by, one.decided_by, one.judged_by) if person),
    )  # fmt: skip


def _files(session: Session, file_ids: Sequence[UUID]) -> tuple[FileRow, ...]:
    return tuple(files(session, file_ids)) if file_ids else ()
