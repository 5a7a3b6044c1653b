"""How a pool stands, drawn: the bar that fills with its total, what lacks to the next price, the time that is left."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from datetime import datetime, timedelta
from typing import Final, TypeAlias

from flask import url_for

from trade.pooling.queries import Phase, PoolRow, SharedPool
from web.filters import quantity
from web.locale import CHINESE, ENGLISH, current_locale
from web.translation import gettext as _
from web.translation import ngettext
from web.words import state_word

LANGUAGES: Final = {"en": ENGLISH, "zh": CHINESE}
"""Our languages as the address of the live part spells them."""
WATCHED: Final = frozenset({Phase.COMING, Phase.OPEN, Phase.DUE})
"""Phases in which something can still move."""


Standable: TypeAlias = PoolRow | SharedPool
"""What is drawn: a pool as its buyers and its seller see it, or as a stranger does."""


@dataclass(frozen=True, slots=True)
class LivePool:
    """The live part of a pool's page. ``level`` counts the steps that are reached; positions are in per cent."""

    url: str
    level: int
    is_over: bool
    fill: float
    cuts: tuple[float, ...]
    headline: str
    is_best: bool
    requested: int
    members: int
    left: str

    @property
    def etag(self) -> str:
        """Names this content, so that an answer of the same content need not be sent."""
        return hashlib.blake2s(repr(astuple(self)).encode(), digest_size=9).hexdigest()


def live_pool(pool: Standable, code: str, language: str, at: datetime) -> LivePool:
    """Draw a pool as everybody may see it who has its ``code``."""
    level = level_of(pool)
    is_over = pool.phase not in WATCHED
    return LivePool(
        url=url_for("pools.progress", code=code, language=language, shown=level),
        level=level,
        is_over=is_over,
        fill=fill_of(pool.quantities, pool.standing.total),
        cuts=tuple(position_of(pool.quantities, step) for step in range(len(pool.quantities))),
        headline=_headline(pool),
        is_best=pool.standing.next is None and pool.standing.succeeds,
        requested=pool.standing.requested,
        members=pool.members,
        left=time_left(pool, at),
    )


def own_language() -> str:
    """The reader's language as the address of the live part spells it."""
    return "zh" if current_locale() == CHINESE else "en"


def level_of(pool: Standable) -> int:
    """How many steps are reached: 0 below the first."""
    stands = pool.standing
    return stands.step + 1 if stands.total >= pool.quantities[stands.step] else 0


def position_of(quantities: Sequence[int], step: int) -> float:
    """Where a step begins on the bar. A pool grows from nothing, so there is one stretch before the first step."""
    return round(100 * (step + 1) / (len(quantities) + 1), 2)


def fill_of(quantities: Sequence[int], total: int) -> float:
    """How full the bar is: evenly from one step to the next, and full on the last."""
    begins, reached = 0, 0
    for ends in quantities:
        if total < ends:
            return round(100 / (len(quantities) + 1) * (reached + (total - begins) / (ends - begins)), 2)
        begins, reached = ends, reached + 1
    return 100.0


def time_left(pool: Standable, at: datetime) -> str:
    """How long until the next thing happens by itself, or what has become of the pool."""
    if pool.phase is Phase.COMING:
        return _("opens in %(time)s", time=_span(pool.opens_at - at))
    if pool.phase is Phase.OPEN:
        return _("%(time)s left", time=_span(pool.closes_at - at))
    return ""


def _span(time: timedelta) -> str:
    minutes = max(1, int(time.total_seconds() // 60))
    if minutes >= 48 * 60:
        return ngettext("%(num)d day", "%(num)d days", minutes // (24 * 60))
    if minutes >= 120:
        return ngettext("%(num)d hour", "%(num)d hours", minutes // 60)
    return ngettext("%(num)d minute", "%(num)d minutes", minutes)


def _headline(pool: Standable) -> str:
    stands = pool.standing
    if pool.phase is Phase.DUE:
        return _("Being closed at this moment")
    if pool.phase not in WATCHED:
        return state_word(pool.phase, "pool").word
    if not stands.succeeds:
        return _("%(more)s more, and it comes about", more=quantity(stands.missing))
    if stands.next is not None:
        return _("%(more)s more to the next price", more=quantity(stands.next.more))
    return _("Best price reached")
