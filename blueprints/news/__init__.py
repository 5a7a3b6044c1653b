"""What a person was told, on every portal alike, and what they want to be told."""

from blueprints.news import inbox, wishes
from blueprints.news.blueprint import blueprint

__all__ = ["blueprint", "inbox", "wishes"]
