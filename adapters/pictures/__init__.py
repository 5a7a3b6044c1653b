"""Pictures: files that strangers made are drawn anew in a child process, and only what it drew is kept."""

from adapters.pictures.making import draw_anew
from adapters.pictures.store import Folder

__all__ = ["Folder", "draw_anew"]
