"""The verbs of notices: keeping webhooks, sending what is due, replaying it."""

from trade.notices.actions.sending import Parcel, note_answer, send_webhook_news, take_due_notices
from trade.notices.actions.telling import replay_notice, replay_parked, send_test
from trade.notices.actions.webhooks import add_webhook, change_webhook, pause_webhook, remove_webhook, rotate_secret

__all__ = [
    "Parcel",
    "add_webhook",
    "change_webhook",
    "note_answer",
    "pause_webhook",
    "remove_webhook",
    "replay_notice",
    "replay_parked",
    "rotate_secret",
    "send_test",
    "send_webhook_news",
    "take_due_notices",
]
