"""Notices to webhooks."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from typing import Final
from uuid import UUID

from adapters.clock import now
from adapters.hooks import courier
from adapters.mail import postman
from jobs.calls import settings, system_call
from trade.notices.actions import Parcel, note_answer, take_due_notices
from trade.notices.actions import send_webhook_news as write_webhook_news
from trade.notices.ports import Answer
from trade.notices.secrets import secrets_of

ROUND_SECONDS: Final = 40
AT_ONCE: Final = 8


def send_notices() -> None:
    """Send what is due, several webhooks beside each other; one that fails is left alone for this round."""
    until = time.monotonic() + ROUND_SECONDS
    failed: tuple[UUID, ...] = ()
    with ThreadPoolExecutor(AT_ONCE) as threads:
        while time.monotonic() < until:
            with system_call() as call:
                parcels = take_due_notices(call, failed)
            if not parcels:
                return
            for parcel, answer in zip(parcels, threads.map(_post, parcels), strict=True):
                with system_call() as call:
                    heard = note_answer(
                        call,
                        parcel.notice_id,
                        parcel.attempt,
                        status=answer.status,
                        answer=answer.text,
                        milliseconds=answer.milliseconds,
                    )
                failed += () if heard else (parcel.webhook_id,)


def send_webhook_news(webhook_id: str, person_id: str) -> None:
    """Write to an owner that a webhook was disabled."""
    with system_call() as call:
        write_webhook_news(call, postman(settings()), UUID(webhook_id), UUID(person_id))


def _post(parcel: Parcel) -> Answer:
    at = now()
    secrets = secrets_of(settings().secret_key, parcel.webhook_id, parcel.generation, parcel.rotated_at, at)
    return courier(settings()).take(parcel.url, parcel.notice_id, parcel.body, secrets, at)
