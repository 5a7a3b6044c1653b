"""The verbs of news: telling what happened, delivering it, reading it, choosing what one is told."""

from trade.news.actions.delivering import give_up_late, note_delivery, take_due_news
from trade.news.actions.reading import read_all_news, read_news
from trade.news.actions.telling import forget_news, learn_verbs, tell_next
from trade.news.actions.wishes import set_news_wishes

__all__ = [
    "forget_news",
    "give_up_late",
    "learn_verbs",
    "note_delivery",
    "read_all_news",
    "read_news",
    "set_news_wishes",
    "take_due_news",
    "tell_next",
]
