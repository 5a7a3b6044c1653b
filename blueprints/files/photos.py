"""A photo straight from the camera: each is a request of its own, so that one that was lost is sent again and no other."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from blueprints.files.blueprint import blueprint
from trade.files.actions import keep_file
from trade.files.rules import FileFault, FileKind, FileRefused
from trade.kernel.actor import Permission
from web.access import call, requires
from web.filing import SENTENCES, file_sent, file_store
from web.limits import limiter, person_key
from web.translation import gettext as _

PHOTOS: str = "300 per hour"


@blueprint.post("/photos")
@limiter.limit(PHOTOS, key_func=person_key)
@requires(Permission.BUY, Permission.SELL, Permission.ADMIT, Permission.SEE_PURCHASES, Permission.SEE_SALES)
def add_photo() -> ResponseReturnValue:
    """Keep one photo, and answer with its place in the form that it belongs to."""
    try:
        photo_id = keep_file(call(), file_sent("photo", FileKind.PHOTO), file_store())
    except FileRefused as refused:
        status = (
            503 if refused.fault is FileFault.BUSY else 422
        )  # the page's script sends it again by itself after a 503
        return render_template("files/_refused.html", sentence=SENTENCES[refused.fault]), status
    return render_template("files/_photo.html", photo_id=photo_id, title=_("Photo"))
