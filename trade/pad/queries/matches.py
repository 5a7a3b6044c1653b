"""Type-ahead: goods that go on as somebody began to type, by code, barcode, name in both languages or its sound."""

from __future__ import annotations

from sqlalchemy.orm import Session

from trade.catalogue.queries import found_skus
from trade.pad.matching import Match, folded


def matching_goods(session: Session, typed: str) -> list[Match]:
    """What ``typed`` may become, codes that begin so first; nothing before the second character."""
    text = folded(typed[:80])
    if len(text) < 2:
        return []
    return [
        Match(found.sku_id, found.code, found.name, found.name_zh, found.seller_name)
        for found in found_skus(session, text)
    ]
