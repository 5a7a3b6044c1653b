"""A pool's link as people pass it on: by WhatsApp, WeChat or a sheet of paper. It holds no price and no name of a member."""

from __future__ import annotations

from dataclasses import dataclass

from flask import current_app, url_for

from settings import Settings
from trade.pooling.queries import PoolRow
from web.translation import gettext as _


@dataclass(frozen=True, slots=True)
class Share:
    """What is passed on: the link, and a few words before it."""

    url: str
    text: str


def share_text(pool: PoolRow) -> Share:
    """Say what to send to a neighbour."""
    settings: Settings = current_app.extensions["settings"]
    url = f"{settings.address}{url_for('pools.shared', code=pool.share_code)}"
    words = _("Let us buy “%(title)s” together: the more shops join, the less each pays.", title=pool.title)
    return Share(url, f"{words} {url}")
