"""One effect per key: the key, the hash of the input and the answer commit with the effect."""

from __future__ import annotations

import hashlib
import time
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import datetime
from typing import Any, Final, get_args, get_origin, get_type_hints
from uuid import UUID

from sqlalchemy import BigInteger, LargeBinary, String, bindparam, func, insert, select
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, Session, mapped_column

from trade.kernel import prepared
from trade.kernel.base import Base, Instant
from trade.kernel.errors import KeyInFlight, KeyReused
from trade.kernel.money import Money

NOBODY: Final = UUID(int=0)
"""Owner of the keys of visitors who have not signed in."""

WAIT_SECONDS: Final = 2.0
"""How long a double tap waits for its twin before it is told to be patient."""


@dataclass(frozen=True, slots=True)
class Command:
    """One intended effect: a key made in the page, and a hash of what was sent with it."""

    key: str
    input_hash: bytes
    owner: UUID = NOBODY

    @property
    def lock(self) -> int:
        """A signed 64-bit number for PostgreSQL's advisory lock."""
        digest = hashlib.blake2b(f"{self.owner}{self.key}".encode(), digest_size=8).digest()
        return int.from_bytes(digest, signed=True)

    def part(self, name: str) -> Command:
        """The command of one of several effects that one form asks for, each with a transaction of its own."""
        return replace(self, key=hashlib.sha256(f"{self.key}|{name}".encode()).hexdigest())


class CommandRecord(Base):
    """The first answer given under a key; kept for ever."""

    __tablename__ = "commands"

    owner: Mapped[UUID] = mapped_column(primary_key=True, comment="person, or zero for visitors")
    key: Mapped[str] = mapped_column(String(80), primary_key=True)
    action: Mapped[str] = mapped_column(String(60))
    input_hash: Mapped[bytes] = mapped_column(LargeBinary)
    answer: Mapped[Any] = mapped_column(JSONB)
    at: Mapped[Instant]


@dataclass(frozen=True, slots=True)
class FirstAnswer:
    """What was answered when the key came for the first time."""

    answer: Any


_CLAIM: Final = select(
    func.pg_try_advisory_xact_lock(bindparam("lock", type_=BigInteger())),
    CommandRecord.action,
    CommandRecord.input_hash,
    CommandRecord.answer,
).select_from(
    select(func.now())
    .subquery()
    .outerjoin(
        CommandRecord,
        (CommandRecord.owner == bindparam("owner")) & (CommandRecord.key == bindparam("key")),
    )
)


def claim(session: Session, command: Command, action: str) -> FirstAnswer | None:
    """Take the key for this transaction; return the first answer when it was used before.

    Raises ``KeyReused`` for the same key with another input or action, ``KeyInFlight`` when its
    first request is still at work after a short wait.
    """
    values = {"lock": command.lock, "owner": command.owner, "key": command.key}
    until = time.monotonic() + WAIT_SECONDS
    while True:
        free, known, input_hash, answer = prepared.run(session, _CLAIM, values).one()
        if known is not None:
            if input_hash != command.input_hash or known != action:
                raise KeyReused(command.key)
            return FirstAnswer(answer)
        if free:
            return None
        if time.monotonic() > until:
            raise KeyInFlight(command.key)
        time.sleep(0.05)


def is_answered(session: Session, command: Command) -> bool:
    """Whether the key has an answer by now; ``claim`` may have looked an instant too early."""
    record = select(CommandRecord.key).where(CommandRecord.owner == command.owner, CommandRecord.key == command.key)
    return session.scalar(record) is not None


KEEP: Final = insert(CommandRecord).inline()
"""Stores an answer, in the transaction of the effect; see :func:`kept`."""


def kept(command: Command, action: str, result: Any, at: datetime) -> dict[str, Any]:
    """The row under which an action's result is found when its key comes again."""
    return {
        "owner": command.owner,
        "key": command.key,
        "action": action,
        "input_hash": command.input_hash,
        "answer": to_json(result),
        "at": at,
    }


NOT_KEPT: Final = {"kept": False}
"""Metadata of a field that only the first asker is told: no part of the answer that is kept, empty when it is replayed."""


def to_json(value: Any) -> Any:
    """Write an action's result (dataclasses of ids, money, text, numbers) as JSON."""
    if is_dataclass(value) and not isinstance(value, type):
        kept = [field.name for field in fields(value) if field.metadata.get("kept", True)]
        return {name: to_json(getattr(value, name)) for name in kept}
    if isinstance(value, tuple | list):
        return [to_json(item) for item in value]
    return str(value) if isinstance(value, UUID) else value


def from_json(kind: Any, value: Any) -> Any:
    """Read a result of type ``kind`` back from what :func:`to_json` wrote."""
    if value is None or kind is Any:
        return value
    if kind is UUID:
        return UUID(value)
    if kind is Money:
        return Money(**value)
    if get_origin(kind) is tuple:
        return tuple(from_json(get_args(kind)[0], item) for item in value)
    if isinstance(kind, type) and is_dataclass(kind):
        hints = get_type_hints(kind)
        return kind(**{name: from_json(hints[name], item) for name, item in value.items()})
    options = [option for option in get_args(kind) if option is not type(None)]
    return from_json(options[0], value) if options else value
