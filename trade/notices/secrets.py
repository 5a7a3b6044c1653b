"""A webhook's secret: derived from the application's key, so that the database holds nothing worth stealing."""

from __future__ import annotations

import base64
import hmac
from datetime import datetime
from uuid import UUID

from trade.notices.rules import OLD_SECRET_HOLDS

PREFIX = "whsec_"


def secret_of(key: str, webhook_id: UUID, generation: int) -> str:
    """Return the secret of a generation, as Standard Webhooks writes it."""
    digest = hmac.digest(key.encode(), f"webhook\0{webhook_id}\0{generation}".encode(), "sha256")
    return PREFIX + base64.b64encode(digest).decode()


def secrets_of(key: str, webhook_id: UUID, generation: int, rotated_at: datetime | None, at: datetime) -> list[str]:
    """Return the secrets that a notice is signed with: for a while after a change the one before as well."""
    generations = [generation]
    if rotated_at is not None and at < rotated_at + OLD_SECRET_HOLDS:
        generations.append(generation - 1)
    return [secret_of(key, webhook_id, number) for number in generations]
