"""Letters about accounts."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from adapters.mail import postman
from jobs.calls import settings, system_call
from trade.parties import actions
from trade.parties.rules import FactorNews


def send_invitation(invitation_id: str, locale: str) -> None:
    """Make an invitation's link and post it."""
    with system_call() as call:
        actions.send_invitation(call, postman(settings()), settings().secret_key, UUID(invitation_id), locale)


def send_password_reset(person_id: str, asked_at: str) -> None:
    """Make the link that was asked for and post it."""
    with system_call() as call:
        actions.send_password_reset(
            call,
            postman(settings()),
            settings().secret_key,
            UUID(person_id),
            datetime.fromisoformat(asked_at),
        )


def send_factor_news(person_id: str, news: str) -> None:
    """Write to somebody what has happened to their second factor."""
    with system_call() as call:
        actions.send_factor_news(call, postman(settings()), UUID(person_id), FactorNews(news))


def reset_second_factor(reset_id: str) -> None:
    """Forget a lost second factor, and write to whose it was."""
    with system_call() as call:
        actions.carry_out_factor_reset(call, postman(settings()), UUID(reset_id))
