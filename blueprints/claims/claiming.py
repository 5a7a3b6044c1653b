"""Making a claim on a phone, and taking it back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast
from uuid import UUID

from flask import Response, current_app, make_response, render_template
from flask.typing import ResponseReturnValue

from adapters import clock
from blueprints.claims.blueprint import blueprint
from blueprints.claims.cases import case_page, done
from blueprints.claims.forms import ClaimForm, claim_form
from blueprints.claims.sending import keep_sent, kept_before, shown
from settings import Settings
from trade.claims.actions import submit_claim, withdraw_claim
from trade.claims.queries import ClaimableLine, claim_detail, claimable_lines
from trade.claims.rules import ClaimTerms, Reason, Remedy, terms_from
from trade.files.queries import FileRow
from trade.files.rules import FileKind
from trade.kernel.actor import Permission
from trade.kernel.errors import DomainError, NotAllowed, NotFound
from trade.ordering.queries import OrderDetail, order_detail
from trade.ordering.rules import OrderState
from web import portals
from web.access import actor, call, requires, session
from web.filters import money
from web.translation import gettext as _


@blueprint.get("/orders/<uuid:order_id>")
@requires(Permission.BUY)
def new_claim(order_id: UUID) -> ResponseReturnValue:
    """Ask what is wrong with a delivered order."""
    order = _bought(order_id)
    return _page(order, claim_form(_lines(order_id), fresh=True), kept_before())


@blueprint.post("/orders/<uuid:order_id>")
@requires(Permission.BUY)
def make_claim(order_id: UUID) -> ResponseReturnValue:
    """Make a claim."""
    order = _bought(order_id)
    form = claim_form(_lines(order_id, spent=True), fresh=False)
    is_sound = form.judge()
    photos = keep_sent(form.photos, FileKind.PHOTO)
    if not form.says_what(photos) or not is_sound or form.photos.errors:
        return _page(order, form, shown(photos), 422)
    try:
        claim_id = submit_claim(
            call(), order_id, quantities=form.quantities(), reason=Reason(form.reason.data), words=form.words.data or "",
            terms=_terms(), photos=photos, wish=Remedy(form.wish.data),
        )  # fmt: skip
    except (NotFound, NotAllowed):
        raise
    except DomainError as error:
        form.refuse(error)
        return _page(order, form, shown(photos), 409)
    row = claim_detail(session(), actor(), claim_id).row
    if row.advanced:
        return done(
            claim_id, _("%(amount)s are with you already. Thank you for telling us.", amount=money(row.advanced))
        )
    if row.late:
        return done(claim_id, _("Reported. A person looks at it within 24 hours, and you hear of it here."))
    return done(claim_id, _("Claim made. You hear of it within 24 hours, and the money comes first."))


@blueprint.post("/<uuid:claim_id>/withdrawal")
@requires(Permission.BUY)
def withdraw(claim_id: UUID) -> ResponseReturnValue:
    """Take a claim back before money was paid for it."""
    try:
        withdraw_claim(call(), claim_id)
    except DomainError as error:
        return case_page(claim_id, error=error)
    return done(claim_id, _("Taken back. You can claim again while the time for it lasts."))


def _terms() -> ClaimTerms:
    return terms_from(cast("Settings", current_app.extensions["settings"]))


def _lines(order_id: UUID, *, spent: bool = False) -> Sequence[ClaimableLine]:
    return claimable_lines(session(), actor(), order_id, clock.now(), _terms(), spent=spent)


def _bought(order_id: UUID) -> OrderDetail:
    found = order_detail(session(), actor(), order_id)
    if found.buyer_id != actor().organisation_id:
        raise NotFound("order", order_id)
    return found


def _page(order: OrderDetail, form: ClaimForm, kept: Sequence[FileRow], status: int = 200) -> Response:
    is_late = order.state == OrderState.COMPLETED
    page = render_template(
        "claims/new.html", layout=portals.frame(), order=order, form=form, kept=kept, is_late=is_late
    )
    return make_response(page, status)
