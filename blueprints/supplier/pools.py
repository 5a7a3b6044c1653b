"""Pools: those a seller offers, and one of them as it fills, closes and is shipped."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from flask import Response, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from adapters import clock
from blueprints.supplier.blueprint import blueprint
from blueprints.supplier.pool_forms import DeclinationForm, ExtensionForm, PoolCancellationForm, RepetitionForm
from blueprints.supplier.pool_preview import what_members_pay
from trade.kernel.actor import Permission
from trade.kernel.errors import DomainError, NotFound
from trade.parties.queries import regions
from trade.pooling import queries
from trade.pooling.actions import close_if_due
from trade.pooling.queries import Phase, PoolRow
from web.access import actor, call, requires, session
from web.forms import Form
from web.pool_meter import live_pool, own_language
from web.pool_share import share_text
from web.sentences import sentence
from web.tabs import Tab
from web.timeline import timeline_of
from web.translation import gettext as _

VIEWS: Final[dict[str, frozenset[Phase]]] = {
    "running": frozenset({Phase.COMING, Phase.OPEN, Phase.DUE, Phase.MAKING}),
    "waiting": frozenset({Phase.DRAFT, Phase.PROPOSED}),
    "past": frozenset({Phase.CLOSED, Phase.FAILED, Phase.CANCELLED, Phase.DECLINED}),
}
"""What the tabs of the list show."""


@blueprint.get("/pools")
@requires(Permission.SEE_SALES)
def pool_list() -> str:
    """List the seller's pools, the newest first."""
    at, view = clock.now(), request.args.get("view", "")
    found = queries.seller_pools(session(), actor(), at)
    rows = [pool for pool in found if view not in VIEWS or pool.phase in VIEWS[view]]
    labels = {"": _("All"), "running": _("Running"), "waiting": _("To be offered"), "past": _("Over")}
    tabs = [
        Tab(label, url_for(".pool_list", view=name or None), name == (view if view in VIEWS else ""),
            sum(name not in VIEWS or pool.phase in VIEWS[name] for pool in found))
        for name, label in labels.items()
    ]  # fmt: skip
    lives = [live_pool(pool, pool.share_code, own_language(), at) for pool in rows]
    return render_template("supplier/pools.html", rows=list(zip(rows, lives, strict=True)), tabs=tabs)


@blueprint.get("/pools/<uuid:pool_id>")
@requires(Permission.SEE_SALES)
def pool(pool_id: UUID) -> ResponseReturnValue:
    """Show one pool; one whose time is over is closed by the first who looks."""
    close_if_due(call(), pool_id)
    return pool_page(own_pool(pool_id))


def own_pool(pool_id: UUID) -> PoolRow:
    """A pool that the seller offers; ``NotFound`` for others, also where the seller may join them."""
    found = queries.pool_detail(session(), actor(), pool_id, clock.now())
    if found.seller_id != actor().organisation_id:
        raise NotFound("pool", pool_id)
    return found


def pool_page(
    found: PoolRow, *, form: Form | None = None, refusal: DomainError | None = None, status: int = 200
) -> Response:
    """Render a pool with what can be done about it; ``form`` is the one that was refused."""
    fresh: dict[str, Any] = {
        kind.__name__: form if isinstance(form, kind) else kind(formdata=None)
        for kind in (ExtensionForm, PoolCancellationForm, DeclinationForm, RepetitionForm)
    }
    html = render_template(
        "supplier/pool.html",
        pool=found,
        live=live_pool(found, found.share_code, own_language(), clock.now()),
        regions=[row for row in regions(session()) if row.code in found.regions],
        pays=what_members_pay(found),
        shipments=queries.shipments_of(session(), found.id) if found.phase is Phase.CLOSED else (),
        happened=timeline_of(session(), "pool", found.id),
        share=share_text(found),
        form=form or fresh["ExtensionForm"],
        extension=fresh["ExtensionForm"],
        cancellation=fresh["PoolCancellationForm"],
        declination=fresh["DeclinationForm"],
        repetition=fresh["RepetitionForm"],
        refusal=sentence(refusal) if refusal else "",
    )
    return make_response(html, status)
