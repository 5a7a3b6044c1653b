"""What our documentation tells receivers to check, against whoever forges, repeats or delays notices (S9)."""

from __future__ import annotations

import base64
import random
import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from standardwebhooks.webhooks import Webhook

from adapters import clock
from adapters.hooks import headers_of
from trade.notices.secrets import secret_of, secrets_of

DOCUMENT = Path(__file__).parents[3] / "docs" / "api.md"
AT = datetime(2026, 5, 4, 9, 30, tzinfo=UTC)
ROUNDS = 1000
BODY = '{"type":"order.placed","data":{"id":"x","sequence":1}}'
OURS, THEIRS = secret_of("key", uuid4(), 1), secret_of("key", uuid4(), 1)


def documented() -> Callable[..., bool]:
    """The function that docs/api.md shows."""
    (code,) = re.findall(r"```python\n(.*?)```", DOCUMENT.read_text(), re.DOTALL)
    scope: dict[str, Any] = {}
    exec(code, scope)
    return scope["is_ours"]  # type: ignore[no-any-return]


IS_OURS = documented()


def accepted(
    headers: dict[str, str], body: str = BODY, secret: str = OURS, seen: set[str] | None = None, at: datetime = AT
) -> bool:
    return IS_OURS(secret, headers, body.encode(), set() if seen is None else seen, now=at.timestamp)


def ours(at: datetime = AT, *secrets: str) -> dict[str, str]:
    return headers_of(uuid4(), BODY, secrets or (OURS,), at)


def test_a_genuine_notice_is_accepted_once() -> None:
    headers, seen = ours(), set[str]()
    assert [accepted(headers, seen=seen) for _ in range(3)] == [True, False, False]
    assert len(seen) == 1


def test_the_library_of_the_standard_accepts_it_too() -> None:
    headers = ours(clock.now())
    assert Webhook(OURS).verify(BODY, headers)["type"] == "order.placed"


def test_after_a_change_of_secret_both_are_accepted() -> None:
    webhook_id = uuid4()
    headers = headers_of(uuid4(), BODY, secrets_of("key", webhook_id, 2, AT, AT), AT)
    for generation in (1, 2):
        assert accepted(headers, secret=secret_of("key", webhook_id, generation))
    assert not accepted(headers, secret=secret_of("key", webhook_id, 3))


def missing(dice: random.Random) -> dict[str, str]:
    headers = ours()
    for name in dice.sample(["webhook-id", "webhook-timestamp", "webhook-signature"], dice.randint(1, 3)):
        del headers[name]
    return headers


def bad_mac(dice: random.Random) -> dict[str, str]:
    good = ours()["webhook-signature"]
    forged = base64.b64encode(dice.randbytes(32)).decode()
    position = dice.randrange(3, len(good) - 1)
    flipped = good[:position] + ("A" if good[position] != "A" else "B") + good[position + 1 :]
    choices = [
        f"v1,{forged}",
        flipped,
        good[3:],
        f"v1a,{good[3:]}",
        good.upper(),
        "",
        "v1,",
        ",",
        " ",
        good[:-1],
        "v2," + good[3:],
    ]
    return {**ours(), "webhook-signature": dice.choice(choices)}


def stale(dice: random.Random) -> dict[str, str]:
    off = dice.choice([-1, 1]) * dice.randint(301, 10**6)
    return ours(datetime.fromtimestamp(AT.timestamp() + off, UTC))


def other_stamp(dice: random.Random) -> dict[str, str]:
    headers = ours()
    stamp = int(headers["webhook-timestamp"]) + dice.randint(1, 299)
    return {**headers, "webhook-timestamp": dice.choice([str(stamp), "", "now", "1e9", f"{stamp}.0", "-1", "9" * 400])}


def other_id(dice: random.Random) -> dict[str, str]:
    return {**ours(), "webhook-id": f"msg_{dice.randrange(10**9)}"}


def anothers(dice: random.Random) -> dict[str, str]:
    return ours(AT, THEIRS)


@pytest.mark.parametrize("trick", [missing, bad_mac, stale, other_stamp, other_id, anothers])
def test_a_forged_notice_is_never_accepted(trick: Callable[[random.Random], dict[str, str]]) -> None:
    dice, seen = random.Random(9), set[str]()
    assert not any(accepted(trick(dice), seen=seen) for _ in range(ROUNDS))
    assert seen == set()


def test_a_changed_body_is_never_accepted() -> None:
    dice = random.Random(9)
    for _ in range(ROUNDS):
        place = dice.randrange(len(BODY))
        changed = BODY[:place] + chr(dice.randrange(32, 126)) + BODY[place + dice.randint(0, 1) :]
        assert accepted(ours(), changed) == (changed == BODY)


def test_a_repeated_notice_does_nothing() -> None:
    headers, seen = ours(), set[str]()
    assert sum(accepted(headers, seen=seen) for _ in range(ROUNDS)) == 1


@pytest.mark.parametrize("secret", ["", "whsec", "secret", "None"])
def test_without_a_secret_nothing_is_accepted_and_it_is_loud(secret: str) -> None:
    with pytest.raises(RuntimeError, match="not set"):
        accepted(ours(), secret=secret)
