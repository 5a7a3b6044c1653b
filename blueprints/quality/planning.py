"""Planning an inspection of a product, and calling it off."""

from __future__ import annotations

from uuid import UUID

from flask import Response, flash, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from adapters import clock
from blueprints.quality.blueprint import blueprint
from blueprints.quality.forms import PlanForm, ReasonForm
from blueprints.quality.inspections import inspection_page
from trade.kernel.actor import Permission
from trade.kernel.errors import DomainError, NotAllowed, NotFound
from trade.quality.actions import call_off_inspection, plan_inspection
from trade.quality.queries import InspectedGoods, goods_by_id, goods_to_inspect, inspections
from web import portals
from web.access import actor, call, requires, session
from web.filters import viewers_zone
from web.fragments import see_other
from web.translation import gettext as _


@blueprint.get("/plan")
@requires(Permission.ADMIT)
def new_inspection() -> ResponseReturnValue:
    """Ask for the code of a product, and for the plan where there is one."""
    typed = request.args.get("code", "").strip()[:40]
    goods = goods_to_inspect(session(), typed)
    return _page(goods, _fresh() if goods else None, typed=typed)


@blueprint.post("/products/<uuid:product_id>/inspections")
@requires(Permission.ADMIT)
def plan(product_id: UUID) -> ResponseReturnValue:
    """Plan an inspection."""
    form = PlanForm()
    if not form.validate():
        return _page(goods_by_id(session(), product_id), form, status=422)
    planned_on = form.planned_on.data
    assert planned_on is not None
    try:
        inspection_id = plan_inspection(
            call(), product_id, lot=form.lot.data or "", sampling=form.sampling(), planned_on=planned_on
        )
    except (NotFound, NotAllowed):
        raise
    except DomainError as error:
        form.refuse(error)
        return _page(goods_by_id(session(), product_id), form, status=409)
    flash(_("Planned. How many units are looked at, and how many may be wrong, is fixed from now on."), "good")
    return see_other(url_for(".inspection", inspection_id=inspection_id))


@blueprint.post("/inspections/<uuid:inspection_id>/calling-off")
@requires(Permission.ADMIT)
def call_off(inspection_id: UUID) -> ResponseReturnValue:
    """Call an inspection off that has not taken place."""
    form = ReasonForm(prefix="call-off-")
    if not form.validate():
        return inspection_page(inspection_id, "call_off", form)
    try:
        call_off_inspection(call(), inspection_id, reason=form.reason.data or "")
    except DomainError as error:
        return inspection_page(inspection_id, "call_off", form, error)
    return see_other(url_for(".inspection", inspection_id=inspection_id))


def _fresh() -> PlanForm:
    return PlanForm(formdata=None, planned_on=clock.now().astimezone(viewers_zone()).date())


def _page(goods: InspectedGoods | None, form: PlanForm | None, *, typed: str = "", status: int = 200) -> Response:
    page = render_template(
        "quality/plan.html",
        layout=portals.frame(),
        goods=goods,
        form=form,
        typed=typed,
        before=inspections(session(), actor(), product_id=goods.product_id, limit=10) if goods else (),
    )
    return make_response(page, status)
