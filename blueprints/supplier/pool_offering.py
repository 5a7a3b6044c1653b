"""Writing a pool, looking at what members would pay, offering it; or answering what the platform proposed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final
from uuid import UUID

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue

from adapters import clock
from blueprints.supplier.blueprint import blueprint
from blueprints.supplier.pool_forms import DeclinationForm, Offered, PoolForm, pool_form
from blueprints.supplier.pools import own_pool, pool_page
from trade.catalogue.queries import own_sku, own_sku_of_code
from trade.kernel.actor import Permission
from trade.kernel.errors import InvalidInput, MoveRefused, StaleVersion
from trade.parties.queries import regions
from trade.pooling import actions
from trade.pooling.queries import Phase, PoolRow
from trade.pooling.rules import GOODS_MAX, PoolIsJoined, PoolOnTrial
from trade.stock.rules import StockShort
from web.access import actor, call, requires, session
from web.fragments import see_other
from web.sentences import sentence
from web.translation import gettext as _

CODES: Final = re.compile(r"[\s,;，；、]+")


@blueprint.get("/pools/new")
@requires(Permission.SELL)
def new_pool() -> str:
    """Ask which products are pooled, then for the terms."""
    codes = [code for code in CODES.split(request.args.get("codes", "")[:1000]) if code][:GOODS_MAX]
    goods, wrong = _goods(codes)
    if not goods or wrong:
        return render_template("supplier/pool_goods.html", codes=" ".join(codes), wrong=wrong)
    return _form_page(pool_form(goods, regions(session())), codes)


@blueprint.post("/pools")
@requires(Permission.SELL)
def draft_pool() -> ResponseReturnValue:
    """Keep a draft, to be looked at and offered."""
    codes = CODES.split(request.form.get("codes", "")[:1000])
    goods, wrong = _goods(codes)
    if not goods or wrong:
        return render_template("supplier/pool_goods.html", codes=" ".join(codes), wrong=wrong), 422
    form = pool_form(goods, regions(session()))
    terms = form.terms(clock.now())
    if terms is None:
        return _form_page(form, codes), 422
    try:
        made = actions.draft_pool(call(), terms)
    except InvalidInput as error:
        form.refuse(error)
        return _form_page(form, codes), 422
    flash(_("Kept as a draft. Look at what members would pay, then offer it."), "good")
    return see_other(url_for(".pool", pool_id=made))


@blueprint.get("/pools/<uuid:pool_id>/terms")
@requires(Permission.SELL)
def pool_terms(pool_id: UUID) -> ResponseReturnValue:
    """Show the terms of a pool that has not begun."""
    found = own_pool(pool_id)
    if found.phase not in {Phase.DRAFT, Phase.PROPOSED, Phase.COMING}:
        return pool_page(found, refusal=PoolIsJoined(), status=409)
    return _form_page(pool_form(_goods_of(found), regions(session()), found), (), found)


@blueprint.post("/pools/<uuid:pool_id>/terms")
@requires(Permission.SELL)
def change_pool(pool_id: UUID) -> ResponseReturnValue:
    """Change a pool that has not begun."""
    found = own_pool(pool_id)
    form = pool_form(_goods_of(found), regions(session()), found)
    terms = form.terms(clock.now())
    if terms is None:
        return _form_page(form, (), found), 422
    version = request.form.get("version", "")
    try:
        actions.change_pool(call(), pool_id, terms, version=int(version) if version.isdecimal() else 0)
    except InvalidInput as error:
        form.refuse(error)
        return _form_page(form, (), found), 422
    except (MoveRefused, PoolIsJoined, StaleVersion, StockShort) as error:
        form.form_errors = [*form.form_errors, sentence(error)]
        return _form_page(form, (), own_pool(pool_id)), 409
    return see_other(url_for(".pool", pool_id=pool_id))


@blueprint.post("/pools/<uuid:pool_id>/offer")
@requires(Permission.SELL)
def offer_pool(pool_id: UUID) -> ResponseReturnValue:
    """Offer a draft, or agree to a proposal: its goods are reserved from now on, unless they are made to order."""
    found = own_pool(pool_id)
    try:
        actions.offer_pool(call(), pool_id)
    except (InvalidInput, MoveRefused, PoolOnTrial, StockShort) as error:
        return pool_page(found, refusal=error, status=409)
    flash(_offered(found), "good")
    return see_other(url_for(".pool", pool_id=pool_id))


def _offered(pool: PoolRow) -> str:
    if pool.ready_by is None:
        return _("Offered. Buyers of its regions see it, and its goods are reserved.")
    return _("Offered. Buyers of its regions see it, and by when its goods are made.")


@blueprint.post("/pools/<uuid:pool_id>/declination")
@requires(Permission.SELL)
def decline_proposal(pool_id: UUID) -> ResponseReturnValue:
    """Say no to what the platform proposed."""
    found, form = own_pool(pool_id), DeclinationForm()
    if not form.validate():
        return pool_page(found, form=form, status=422)
    try:
        actions.decline_proposal(call(), pool_id, reason=form.reason.data or "")
    except MoveRefused as error:
        return pool_page(own_pool(pool_id), refusal=error, status=409)
    return see_other(url_for(".pool_list"))


def _goods(codes: Sequence[str]) -> tuple[list[Offered], str]:
    """The SKUs of these codes, each once, and what is wrong with the codes."""
    goods: dict[UUID, Offered] = {}
    unknown, packs = [], []
    for code in codes:
        sku_id = own_sku_of_code(session(), actor(), code)
        if sku_id is None:
            unknown.append(code)
            continue
        sku = own_sku(session(), actor(), sku_id)
        goods[sku.id] = Offered(sku.id, sku.code, sku.specification or sku.code, sku.multiple, sku.pack_size)
        if sku.is_pack:
            packs.append(sku.code)
    wrong = _("You have no product with this code: %(codes)s.", codes=_(", ").join(unknown)) if unknown else ""
    if packs and not wrong:
        wrong = _(
            "A pack cannot be pooled, since nothing lies on the shelf under its code: pool the products that it is made "
            "up of instead of %(codes)s.",
            codes=_(", ").join(packs),
        )
    return list(goods.values())[:GOODS_MAX], wrong


def _goods_of(pool: PoolRow) -> list[Offered]:
    own = [own_sku(session(), actor(), good.sku_id) for good in pool.goods]
    return [
        Offered(sku.id, sku.code, good.name, sku.multiple, sku.pack_size)
        for sku, good in zip(own, pool.goods, strict=True)
    ]


def _form_page(form: PoolForm, codes: Sequence[str], pool: PoolRow | None = None) -> str:
    return render_template("supplier/pool_terms.html", form=form, codes=" ".join(codes), pool=pool)
