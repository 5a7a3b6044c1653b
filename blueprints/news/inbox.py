"""The page of one's news: newest first, what is unread in bold."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from adapters.news_words import WORDS, said
from blueprints.news.blueprint import blueprint
from trade.kernel.actor import Permission
from trade.news import actions
from trade.news.queries import NewsRow, news_of, one_news
from web.access import actor, call, repeatable, requires, session
from web.filters import viewers_zone
from web.fragments import see_other
from web.locale import CHINESE, current_locale
from web.portals import frame
from web.translation import gettext as _


@dataclass(frozen=True, slots=True)
class Item:
    """A piece of news as it is drawn."""

    id: UUID
    sentence: str
    at: datetime
    is_read: bool


@blueprint.get("")
@requires(*Permission)
def inbox() -> str:
    """Show what the viewer was told."""
    page = news_of(session(), actor(), cursor=request.args.get("after"))
    return render_template(
        "news/inbox.html",
        items=[_item(row) for row in page.rows],
        further=url_for(".inbox", after=page.next_cursor) if page.next_cursor else "",
        is_further="after" in request.args,
        layout=frame(),
    )


@blueprint.post("/reading")
@repeatable
@requires(*Permission)
def read_all_news() -> ResponseReturnValue:
    """Mark everything as read."""
    actions.read_all_news(call())
    return see_other(url_for(".inbox"))


@blueprint.post("/<uuid:news_id>/reading")
@repeatable
@requires(*Permission)
def read_news(news_id: UUID) -> ResponseReturnValue:
    """Mark a piece of news as read, and go where one sees to it."""
    actions.read_news(call(), news_id)
    row = one_news(session(), actor(), news_id)
    return see_other(WORDS[row.kind].place(row.subject_id))


def _item(row: NewsRow) -> Item:
    chinese = current_locale() == CHINESE
    return Item(row.id, said(row.kind, row.facts, _, viewers_zone(), chinese=chinese), row.at, row.is_read)
