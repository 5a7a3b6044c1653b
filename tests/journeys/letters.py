"""The folder in which letters lie while no mail server is set."""

from __future__ import annotations

import re
from email import message_from_bytes, policy
from pathlib import Path

from tests.journeys.stack import wait_for


def link_to(login: str, folder: Path) -> str:
    """Wait for the letter to somebody, and return the link in it."""
    wait_for(lambda: bool(_links(login, folder)))
    return _links(login, folder)[-1]


def _links(login: str, folder: Path) -> list[str]:
    letters = [message_from_bytes(path.read_bytes(), policy=policy.default) for path in sorted(folder.glob("*.eml"))]
    texts = [letter.get_content() for letter in letters if login in str(letter["To"])]
    return [found[0] for text in texts if (found := re.search(r"http\S+", text))]
