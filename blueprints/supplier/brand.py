"""The seller's own page on the market: its story in both languages, and its picture."""

from typing import Any

from flask import flash, url_for
from flask.typing import ResponseReturnValue

from blueprints.supplier.blueprint import blueprint
from blueprints.supplier.brand_form import BrandForm
from blueprints.supplier.pictures import SENTENCES, picture_sent, picture_store
from trade.catalogue import actions
from trade.catalogue.ports import PictureRefused
from trade.catalogue.queries import own_story
from trade.kernel.actor import Permission
from trade.kernel.errors import StaleVersion
from web.access import actor, call, requires, session
from web.forms import invalid
from web.fragments import respond, see_other
from web.timeline import timeline_of
from web.translation import gettext as _

PAGE, STORY, PICTURE = "supplier/brand.html", "supplier/_story.html", "supplier/_brand_picture.html"


@blueprint.get("/brand")
@requires(Permission.SELL)
def brand() -> ResponseReturnValue:
    """Show what everybody reads of us, to be changed."""
    return respond(PAGE, STORY, **_page())


@blueprint.post("/brand")
@requires(Permission.SELL)
def tell_story() -> ResponseReturnValue:
    """Tell who we are."""
    form = BrandForm()
    page = _page()
    if not form.validate():
        return invalid(PAGE, STORY, **page | {"form": form})
    try:
        actions.tell_story(
            call(), story=form.story.data or "", story_zh=form.story_zh.data or "", version=form.version.data or 0
        )
    except StaleVersion as error:
        form.refuse(error)
        form.version.data = page["told"].version
        return respond(PAGE, STORY, 409, **page | {"form": form})
    flash(_("Saved. Everybody reads it from now on."), "good")
    return see_other(url_for("supplier.brand"))


@blueprint.post("/brand/picture")
@requires(Permission.SELL)
def show_brand_picture() -> ResponseReturnValue:
    """Draw what was sent anew, and show it on our page."""
    try:
        actions.show_brand_picture(call(), picture_sent(), picture_store())
    except PictureRefused as error:
        return respond(PAGE, PICTURE, 422, **_page() | {"picture_error": str(SENTENCES[error.fault])})
    flash(_("The picture is on your page."), "good")
    return see_other(url_for("supplier.brand"))


@blueprint.post("/brand/picture/removal")
@requires(Permission.SELL)
def hide_brand_picture() -> ResponseReturnValue:
    """Show no picture any more."""
    actions.hide_brand_picture(call())
    flash(_("Picture removed."), "good")
    return see_other(url_for("supplier.brand"))


def _page() -> dict[str, Any]:
    told, seller_id = own_story(session(), actor()), actor().organisation
    data = {"story": told.story, "story_zh": told.story_zh, "version": told.version}
    return {
        "told": told,
        "form": BrandForm(formdata=None, data=data),
        "picture_error": "",
        "seller_id": seller_id,
        "history": timeline_of(session(), "brand", seller_id),
    }
