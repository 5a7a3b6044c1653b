"""One supplier's merchandise system: it holds a token, and has heard of each order."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from demo.market import Market
from trade.kernel.ids import new_token
from trade.notices.actions import add_webhook, note_answer, pause_webhook, take_due_notices
from trade.parties.actions import make_token
from trade.parties.rules import TokenScope

OWNER: Final = ("owner@forge-field.example", "SUP-FORGE")
SCOPES: Final = (TokenScope.READ_STOCK, TokenScope.WRITE_STOCK, TokenScope.READ_ORDERS, TokenScope.WRITE_SHIPMENTS)
URL: Final = "https://erp.forge-field.example/pinhuo"
TYPES: Final = ("order.placed", "order.cancelled", "order.delivered")


def connect_system(market: Market, at: datetime) -> None:
    """Let the system in, and tell it from now on. Nobody knows its token."""
    owner = market.as_person(*OWNER, at)
    make_token(owner, new_token(), name="Merchandise system", scopes=SCOPES, days=365)
    add_webhook(owner, url=URL, types=TYPES)


def hear_notices(market: Market) -> None:
    """Have heard everything, and rest: the address is made up, so nothing more is sent there."""
    webhook_ids = set()
    while parcels := take_due_notices(market.as_system(market.now)):
        for parcel in parcels:
            webhook_ids.add(parcel.webhook_id)
            note_answer(
                market.as_system(market.now), parcel.notice_id, parcel.attempt,
                status=202, answer="noted", milliseconds=40,
            )  # fmt: skip
    for webhook_id in webhook_ids:
        pause_webhook(market.as_person(*OWNER, market.now), webhook_id)
