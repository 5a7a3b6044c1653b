"""A seller that was taken off the market says why that is wrong."""

from __future__ import annotations

from typing import Final

from flask import flash, url_for
from flask.typing import ResponseReturnValue

from blueprints.admission.blueprint import blueprint
from blueprints.admission.forms import AppealForm
from blueprints.admission.own import page
from trade.admission.actions import appeal_delisting
from trade.files.rules import FileKind
from trade.kernel.actor import Permission
from trade.kernel.errors import DomainError, NotAllowed, NotFound
from web.access import call, requires
from web.filing import keep_several
from web.fragments import see_other
from web.limits import limiter, person_key
from web.translation import gettext as _

APPEALS: Final = "20 per hour"


@blueprint.post("/appeal")
@limiter.limit(APPEALS, key_func=person_key)
@requires(Permission.SHOW_PERMITS)
def appeal() -> ResponseReturnValue:
    """Appeal."""
    form = AppealForm(prefix="appeal-")
    if not form.validate():
        return page(form)
    documents = keep_several(form.documents, FileKind.DOCUMENT)
    if form.documents.errors:
        return page(form)
    try:
        appeal_delisting(call(), words=form.words.data or "", documents=documents)
    except (NotFound, NotAllowed):
        raise
    except DomainError as error:
        return page(error=error)
    flash(_("Sent. Somebody judges it who has had no word in it so far."), "good")
    return see_other(url_for(".own"))
