"""What one is told, and how: a box for each kind and channel."""

from __future__ import annotations

from typing import Final

from flask import current_app, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue

from adapters.news_words import WORDS
from blueprints.news.blueprint import blueprint
from settings import Settings
from trade.kernel.actor import Permission
from trade.news import actions
from trade.news.queries import reach_of, wishes_of
from trade.news.rules import KIND, Channel
from web.access import actor, call, repeatable, requires, session
from web.fragments import see_other
from web.portals import frame
from web.translation import LazyString
from web.translation import gettext as _
from web.translation import lazy_gettext as _l

CHANNELS: Final[dict[Channel, LazyString]] = {
    Channel.PAGE: _l("Here"),
    Channel.MAIL: _l("E-mail"),
    Channel.TEXT: _l("SMS"),
}


@blueprint.get("/wishes")
@requires(*Permission)
def wishes() -> str:
    """Show what the viewer is told, and how."""
    settings: Settings = current_app.extensions["settings"]
    reach = reach_of(session(), actor())
    return render_template(
        "news/wishes.html",
        wishes=[(wish, WORDS[wish.kind.name].label) for wish in wishes_of(session(), actor())],
        channels=CHANNELS,
        reach=reach,
        reached={
            Channel.PAGE: True,
            Channel.MAIL: bool(reach.email),
            Channel.TEXT: bool(reach.phone and settings.texts),
        },
        texts_leave=bool(settings.texts),
        layout=frame(),
    )


@blueprint.post("/wishes")
@repeatable
@requires(*Permission)
def set_wishes() -> ResponseReturnValue:
    """Keep what was ticked."""
    pairs = [value.partition(":") for value in request.form.getlist("wanted")]
    wanted = [(kind, Channel(channel)) for kind, _colon, channel in pairs if kind in KIND and channel in set(Channel)]
    actions.set_news_wishes(call(), wanted)
    flash(_("Saved. You are told from now on as you chose."), "good")
    return see_other(url_for(".wishes"))
