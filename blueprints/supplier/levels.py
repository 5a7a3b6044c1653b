"""What buyers are to the seller, and what one of them pays for a quantity."""

from flask import flash, render_template, url_for
from flask.typing import ResponseReturnValue

from blueprints.supplier.asking import asked_for
from blueprints.supplier.blueprint import blueprint
from blueprints.supplier.price_forms import LevelForm
from trade.kernel.actor import Permission
from trade.kernel.errors import InvalidInput
from trade.ordering.queries import quoted
from trade.pricing import actions, queries
from web.access import actor, call, requires, session
from web.fragments import see_other
from web.translation import gettext as _


@blueprint.get("/prices/levels")
@requires(Permission.SEE_SALES)
def buyer_levels() -> ResponseReturnValue:
    """Show which buyer has which level."""
    return _levels(LevelForm(formdata=None, data={"buyer": asked_for("buyer", 40)}))


@blueprint.post("/prices/levels")
@requires(Permission.SELL)
def set_level() -> ResponseReturnValue:
    """Give a buyer a level, or take it away."""
    form = LevelForm()
    if not form.validate():
        return _levels(form), 422
    try:
        actions.set_level(call(), buyer=form.buyer.data or "", level=form.level.data or "")
    except InvalidInput as error:
        form.refuse(error)
        return _levels(form), 422
    flash(_("Saved. The buyer’s next look at a price counts with it."), "good")
    return see_other(url_for("supplier.buyer_levels"))


@blueprint.get("/prices/preview")
@requires(Permission.SEE_SALES)
def price_preview() -> ResponseReturnValue:
    """Show what a buyer pays for a quantity of a product, and why."""
    typed = asked_for("quantity", 9)
    count = int(typed) if typed.isascii() and typed.isdecimal() and int(typed) else 0
    buyer, sku = asked_for("buyer", 40), asked_for("sku", 40)
    found = quoted(session(), actor(), buyer=buyer, sku=sku, quantity=count, at=call().at) if buyer and sku else None
    return render_template(
        "supplier/price_preview.html", buyer=buyer, sku=sku, quantity=typed, found=found, asked=bool(buyer and sku)
    )


def _levels(form: LevelForm) -> str:
    rows = queries.buyer_levels(session(), actor())
    return render_template(
        "supplier/buyer_levels.html", form=form, rows=rows, levels=queries.level_names(session(), actor())
    )
