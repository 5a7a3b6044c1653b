"""One pool as its page shows it to a buyer: how it stands, what we have asked for, what it costs us."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask import Response

from blueprints.retailer.pool_forms import CommitmentForm, commitment_form
from blueprints.retailer.purse import Purse, purse
from trade.kernel.actor import Permission
from trade.kernel.errors import DomainError
from trade.kernel.work import Call
from trade.parties.queries import AddressRow, RegionRow, addresses, regions
from trade.pooling import queries
from trade.pooling.actions import close_if_due
from trade.pooling.queries import CommitmentRow, Phase, PoolRow, Saving
from web import hx
from web.access import actor, session
from web.fragments import respond
from web.pool_meter import LivePool, live_pool, own_language
from web.pool_share import share_text
from web.sentences import sentence
from web.timeline import Told, told_together

PAGE, FRAGMENT = "retailer/pool.html", "retailer/_pool_costs.html"


@dataclass(frozen=True)
class Looked:
    """A pool at an instant, and what the actor's organisation has to do with it."""

    pool: PoolRow
    own: CommitmentRow | None
    live: LivePool
    places: Sequence[AddressRow]
    regions: Sequence[RegionRow]
    purse: Purse
    at: datetime

    @property
    def can_join(self) -> bool:
        """Whether the page asks how many: it is open, not left to others, and goods can go somewhere."""
        return self.pool.phase is Phase.OPEN and actor().may(Permission.BUY) and bool(self.places)

    def form(self, *, fresh: bool) -> CommitmentForm:
        """What is asked for."""
        return commitment_form(self.pool, self.own, self.places, self.purse, fresh=fresh)


def look(call: Call, pool_id: UUID) -> Looked:
    """Load a pool; one whose time is over is closed by the first who looks. ``NotFound`` for one the actor does not see."""
    close_if_due(call, pool_id)
    asked, at = session(), call.at
    pool = queries.pool_detail(asked, actor(), pool_id, at)
    places = addresses(asked, actor()) if pool.phase is Phase.OPEN and actor().may(Permission.BUY) else ()
    return Looked(
        pool=pool,
        own=queries.own_commitment(asked, actor(), pool_id),
        live=live_pool(pool, pool.share_code, own_language(), at),
        places=[place for place in places if place.region_code in pool.regions],
        regions=[row for row in regions(asked) if row.code in pool.regions],
        purse=purse(pool.currency, at),
        at=at,
    )


def pool_page(
    found: Looked, *, form: CommitmentForm | None = None, refusal: DomainError | None = None, status: int = 200
) -> Response:
    """Render a pool, or for htmx what the quantities of ``form`` cost."""
    asked = form or found.form(fresh=True)
    return respond(
        PAGE,
        FRAGMENT,
        status,
        pool=found.pool,
        own=found.own,
        shipments=queries.shipments_of(session(), found.pool.id) if found.own and found.own.order_id else (),
        live=found.live,
        regions=found.regions,
        places=found.places,
        can_join=found.can_join,
        can_withdraw=found.own is not None and found.pool.can_withdraw(found.at) and actor().may(Permission.BUY),
        form=asked,
        costs=_costs(found, asked) if found.can_join else None,
        purse=found.purse,
        refusal=sentence(refusal) if refusal else "",
        share=share_text(found.pool),
        happened=() if hx.wants_fragment() else _happened(found.pool.id),
    )


def _happened(pool_id: UUID) -> Sequence[Told]:
    """What we did in a pool and what became of it; what others do there is nobody's business but theirs."""
    ids = queries.own_commitment_ids(session(), actor(), pool_id)
    return told_together(session(), {"commitment": ids}) if ids else ()


def _costs(found: Looked, form: CommitmentForm) -> Saving | None:
    quantities = {} if form.errors else form.quantities()
    if not quantities:
        return None
    return queries.saving(session(), actor(), found.pool, quantities, found.at, own=found.own, only_from=form.step)
