"""What an action may refuse with. Each refusal carries facts; the words are the portal's."""

from __future__ import annotations

from uuid import UUID


class DomainError(Exception):
    """A rule refuses. Nothing was changed. Answered with 409 and a sentence."""


class NotFound(DomainError):
    """Not there, or not yours: the two are the same to the one who asks. Answered with 404."""

    def __init__(self, what: str, key: UUID | str) -> None:
        super().__init__(f"{what} {key}")
        self.what = what
        self.key = key


class NotAllowed(DomainError):
    """The actor lacks a permission. Answered with 403."""

    def __init__(self, permission: str) -> None:
        super().__init__(permission)
        self.permission = permission


class StaleVersion(DomainError):
    """Somebody changed the thing first. Answered with 409."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


class MoveRefused(DomainError):
    """A thing cannot go from its state to the one asked for."""

    def __init__(self, what: str, current: str, to: str) -> None:
        super().__init__(f"{what}: {current} to {to}")
        self.what = what
        self.current = current
        self.to = to


class InvalidInput(DomainError):
    """A value has the wrong shape for its field. Answered with 422 beside the field.

    ``code`` names the sentence, ``facts`` fill it.
    """

    def __init__(self, field: str, code: str, **facts: object) -> None:
        super().__init__(f"{field}: {code}")
        self.field = field
        self.code = code
        self.facts = facts


class KeyReused(DomainError):
    """An idempotency key came again with another input. Answered with 422."""


class KeyInFlight(DomainError):
    """The first request with this idempotency key is still at work. Answered with 409."""
