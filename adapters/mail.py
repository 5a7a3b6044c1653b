"""How letters leave: through a mail server, or into files where none is set."""

import smtplib
import ssl
from dataclasses import dataclass
from email import policy
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from pathlib import Path
from typing import Final, Protocol
from urllib.parse import unquote, urlsplit

from adapters import clock
from adapters.letters import Letter, Letters
from settings import Settings

TIMEOUT_SECONDS: Final = 20
_READABLE: Final = policy.SMTP.clone(cte_type="8bit", max_line_length=300)
"""Links stay in one piece, and a person can read the files of development."""


class Carrier(Protocol):
    """Takes a finished letter away; ``OSError`` where it cannot now."""

    def carry(self, letter: Letter) -> None:
        """Deliver ``letter``."""


@dataclass(frozen=True)
class Files:
    """Keeps each letter as a file, for developers and tests; text messages too."""

    folder: Path
    sender: str

    def carry(self, letter: Letter) -> None:
        """Write ``letter`` under a name that sorts by time."""
        self.folder.mkdir(parents=True, exist_ok=True)
        stamp = clock.now().strftime("%Y%m%dT%H%M%S%f")
        draft = self.folder / f".{stamp}"
        draft.write_bytes(message(letter, self.sender).as_bytes())
        draft.rename(self.folder / f"{stamp}.eml")


@dataclass(frozen=True)
class MailServer:
    """Hands letters to an SMTP server: ``smtp://`` (STARTTLS where offered) or ``smtps://``."""

    url: str
    sender: str

    def carry(self, letter: Letter) -> None:
        """Send ``letter``; smtplib's refusals are kinds of ``OSError``."""
        if "@" not in letter.to:
            raise NoGatewayError(f"no gateway for text messages: {letter.subject!r} was not sent")
        with self._connect() as server:
            server.send_message(message(letter, self.sender))

    def _connect(self) -> smtplib.SMTP:
        parts = urlsplit(self.url)
        host, context = parts.hostname or "localhost", ssl.create_default_context()
        server: smtplib.SMTP
        if parts.scheme == "smtps":
            server = smtplib.SMTP_SSL(host, parts.port or 465, timeout=TIMEOUT_SECONDS, context=context)
        else:
            server = smtplib.SMTP(host, parts.port or 25, timeout=TIMEOUT_SECONDS)
            server.ehlo()
            if server.has_extn("starttls"):
                server.starttls(context=context)
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
        return server


class NoGatewayError(OSError):
    """A text message cannot leave: no gateway is connected."""


def postman(settings: Settings) -> Letters:
    """Return who delivers this market's letters."""
    carrier: Carrier
    if settings.mail_url:
        carrier = MailServer(settings.mail_url, settings.mail_sender)
    else:
        carrier = Files(settings.mail_outbox, settings.mail_sender)
    return Letters(settings.address, settings.var / "translations", carrier.carry)


def message(letter: Letter, sender: str) -> EmailMessage:
    """Put ``letter`` into its envelope."""
    envelope = EmailMessage(policy=_READABLE)
    envelope["From"] = sender
    envelope["To"] = letter.to
    envelope["Subject"] = letter.subject
    envelope["Date"] = formatdate(clock.now().timestamp())
    envelope["Message-ID"] = (
        f"<{letter.reference}@pinhuo.example>" if letter.reference else make_msgid(domain="pinhuo.example")
    )
    envelope["Auto-Submitted"] = "auto-generated"
    envelope.set_content(letter.text)
    return envelope
