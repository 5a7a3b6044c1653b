"""Pictures of a product: adding one from a phone or a file, their order and words, putting another in its place."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final
from uuid import UUID

from flask import current_app, flash, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage

from adapters.pictures import Folder, draw_anew
from blueprints.supplier.blueprint import blueprint
from blueprints.supplier.product_pages import product_page
from settings import Settings
from trade.catalogue import actions
from trade.catalogue.actions import WORDS_MAX, TooManyPictures
from trade.catalogue.ports import BYTES_MAX, Drawn, PictureFault, PictureRefused
from trade.catalogue.queries import own_product
from trade.kernel.actor import Permission
from web.access import actor, call, requires, session
from web.fragments import respond, see_other
from web.translation import gettext as _
from web.translation import lazy_gettext as _l

SENTENCES: Final = {
    PictureFault.EMPTY: _l("Choose a picture first."),
    PictureFault.TOO_LARGE: _l("The file is larger than 12 MB. Send a smaller one."),
    PictureFault.TOO_MANY_PIXELS: _l("The picture has more than 50 million pixels. Make it smaller and send it again."),
    PictureFault.TOO_HEAVY: _l("This picture could not be read in reasonable time. Save it as JPEG and send it again."),
    PictureFault.NOT_A_PICTURE: _l("This is not a picture that can be read. Send a JPEG, PNG, WebP or AVIF file."),
}


@blueprint.post("/products/<uuid:product_id>/pictures")
@requires(Permission.SELL)
def add_picture(product_id: UUID) -> ResponseReturnValue:
    """Draw what was sent anew, and add it."""
    own_product(session(), actor(), product_id)  # a stranger's file is not even read
    try:
        actions.add_picture(call(), product_id, picture_sent(), picture_store())
    except PictureRefused as error:
        return _refused(product_id, str(SENTENCES[error.fault]))
    except TooManyPictures:
        return _refused(product_id, _("A product has eight pictures at the most. Remove one first."))
    flash(_("Picture added."), "good")
    return _back(product_id)


@blueprint.post("/products/<uuid:product_id>/pictures/<uuid:picture_id>/first-place")
@requires(Permission.SELL)
def show_picture_first(product_id: UUID, picture_id: UUID) -> ResponseReturnValue:
    """Show this one in lists."""
    actions.show_first(call(), product_id, picture_id)
    return _back(product_id)


@blueprint.post("/products/<uuid:product_id>/pictures/<uuid:picture_id>/place")
@requires(Permission.SELL)
def move_picture(product_id: UUID, picture_id: UUID) -> ResponseReturnValue:
    """Move a picture one place further to the front, or back."""
    actions.move_picture(call(), product_id, picture_id, later=request.form.get("direction") == "later")
    return _back(product_id)


@blueprint.post("/products/<uuid:product_id>/pictures/<uuid:picture_id>/words")
@requires(Permission.SELL)
def describe_picture(product_id: UUID, picture_id: UUID) -> ResponseReturnValue:
    """Say what is to be seen on a picture."""
    words, words_zh = (" ".join(request.form.get(name, "").split()) for name in ("words", "words_zh"))
    if max(len(words), len(words_zh)) > WORDS_MAX:
        own_product(session(), actor(), product_id)
        return _refused(
            product_id, _("Use at most %(max)d characters.", max=WORDS_MAX), {picture_id: (words, words_zh)}
        )
    actions.describe_picture(call(), product_id, picture_id, words=words, words_zh=words_zh)
    flash(_("Saved."), "good")
    return _back(product_id)


@blueprint.post("/products/<uuid:product_id>/pictures/<uuid:picture_id>/replacement")
@requires(Permission.SELL)
def replace_picture(product_id: UUID, picture_id: UUID) -> ResponseReturnValue:
    """Draw what was sent anew, and show it in the place of another one."""
    own_product(session(), actor(), product_id)  # a stranger's file is not even read
    try:
        actions.replace_picture(call(), product_id, picture_id, picture_sent(), picture_store())
    except PictureRefused as error:
        return _refused(product_id, str(SENTENCES[error.fault]))
    flash(_("Picture replaced."), "good")
    return _back(product_id)


@blueprint.post("/products/<uuid:product_id>/pictures/<uuid:picture_id>/removal")
@requires(Permission.SELL)
def remove_picture(product_id: UUID, picture_id: UUID) -> ResponseReturnValue:
    """Take a picture away."""
    actions.remove_picture(call(), product_id, picture_id)
    flash(_("Picture removed."), "good")
    return _back(product_id)


def picture_sent() -> Drawn:
    """Draw the picture of the form anew. Raises ``PictureRefused``."""
    sent: FileStorage | None = request.files.get("picture")
    return draw_anew(sent.stream.read(BYTES_MAX + 1) if sent else b"")


def picture_store() -> Folder:
    """Return where this application keeps pictures."""
    settings: Settings = current_app.extensions["settings"]
    return Folder(settings.pictures)


def _refused(
    product_id: UUID, sentence: str, typed: Mapping[UUID, tuple[str, str]] = MappingProxyType({})
) -> ResponseReturnValue:
    page = product_page(product_id) | {"picture_error": sentence, "picture_words": typed}
    return respond("supplier/product.html", "supplier/_pictures.html", 422, **page)


def _back(product_id: UUID) -> ResponseReturnValue:
    return see_other(url_for("supplier.product", product_id=product_id, _anchor="pictures"))
