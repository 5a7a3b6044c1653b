"""Where letters lie while no mail server is set: said on the pages that send one."""

from flask import current_app

from settings import Settings


def letters_folder() -> str:
    """Return the folder of unsent letters for developers to open; nothing where letters really leave."""
    settings: Settings = current_app.extensions["settings"]
    return "" if settings.mail_url or settings.is_production else str(settings.mail_outbox)
