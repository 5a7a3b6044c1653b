"""What letters say, in the language of whoever gets them."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

from adapters.catalogues import translations
from adapters.news_words import WORDS, said
from trade.news.ports import Parcel
from trade.parties.ports import Addressee
from trade.parties.rules import FactorNews


@dataclass(frozen=True, slots=True)
class Letter:
    """A finished letter."""

    to: str
    subject: str
    text: str
    reference: str = ""
    """The same at every attempt to deliver it, so that whoever took it already can tell."""


@dataclass(frozen=True)
class Letters:
    """Writes letters with links into the site at ``address`` and hands them to ``carry``."""

    address: str
    catalogues: Path
    carry: Callable[[Letter], None]

    def deliver_password_reset(self, to: Addressee, token: str) -> None:
        """Send the link that sets a new password."""
        _ = translations(self.catalogues, to.locale).gettext
        lines = [
            self._greeting(to),
            _("Somebody, probably you, asked to set a new password for Pinhuo. This link does it, for an hour:"),
            f"{self.address}/password-reset/{token}",
            _("If it was not you, do nothing: your password stays as it is."),
        ]
        self.carry(Letter(to.login, _("Set a new password"), "\n\n".join(lines) + "\n"))

    def deliver_factor_news(self, to: Addressee, news: FactorNews) -> None:
        """Say that somebody has changed the person's second factor, or got in without it."""
        _ = translations(self.catalogues, to.locale).gettext
        said = {
            FactorNews.RESET: _(
                "Your code generator for Pinhuo was reset, as somebody of your organisation or our staff asked for you. "
                "You are signed out everywhere. At your next sign-in you set up a new one."
            ),
            FactorNews.REPLACED: _("Your code generator for Pinhuo was removed, to be replaced by another."),
            FactorNews.CODE_USED: _("Somebody signed in to Pinhuo as you with one of your recovery codes."),
        }
        lines = [
            self._greeting(to),
            said[news],
            _("If it was not you and nobody told you, set a new password now and tell an owner of your organisation:"),
            f"{self.address}/password-reset",
        ]
        self.carry(Letter(to.login, _("Your second factor at Pinhuo"), "\n\n".join(lines) + "\n"))

    def deliver_webhook_disabled(self, to: Addressee, url: str, webhook_id: UUID) -> None:
        """Say that a webhook is told nothing any more, since it did not answer for days."""
        _ = translations(self.catalogues, to.locale).gettext
        lines = [
            self._greeting(to),
            _("This address of yours has not answered Pinhuo for days, so it is told nothing any more:"),
            url,
            _("Put it right, then begin again here; what it missed can be sent once more:"),
            f"{self.address}/settings/webhooks/{webhook_id}",
        ]
        self.carry(Letter(to.login, _("A webhook of yours does not answer"), "\n\n".join(lines) + "\n"))

    def deliver_invitation(self, to: Addressee, organisation: str, token: str, *, asked: bool) -> None:
        """Send the link that makes somebody a member, or with which somebody who ``asked`` goes on applying."""
        _ = translations(self.catalogues, to.locale).gettext
        named = {"organisation": " ".join(organisation.split())}
        lines = [
            self._greeting(to),
            _("%(organisation)s would like to trade on Pinhuo. Go on applying here, within 14 days:") % named
            if asked
            else _("%(organisation)s invites you to act for it on Pinhuo. This link lets you in, for 14 days:") % named,
            f"{self.address}/invitations/{token}",
            _("If you don't know %(organisation)s, do nothing.") % named,
        ]
        self.carry(Letter(to.login, _("Join %(organisation)s on Pinhuo") % named, "\n\n".join(lines) + "\n"))

    def deliver_news(self, parcel: Parcel) -> None:
        """Say what happened, and where to see to it."""
        catalogue = translations(self.catalogues, parcel.to.locale)
        _, words = catalogue.gettext, WORDS[parcel.kind]
        sentence = said(
            parcel.kind, parcel.facts, _, ZoneInfo(parcel.time_zone), chinese=parcel.to.locale.startswith("zh")
        )
        organisation = " ".join(parcel.organisation.split())
        lines = [
            self._greeting(parcel.to),
            sentence,
            f"{self.address}{words.place(parcel.subject_id)}",
            _("You are told this for %(organisation)s. Choose here what you are told:") % {"organisation": organisation}
            + f"\n{self.address}/news/wishes",
        ]
        self.carry(Letter(parcel.to.login, sentence, "\n\n".join(lines) + "\n", f"news-{parcel.news_id}"))

    def text_of(self, parcel: Parcel) -> str:
        """Return what a text message says: the sentence, and the market's name."""
        _ = translations(self.catalogues, parcel.to.locale).gettext
        chinese = parcel.to.locale.startswith("zh")
        sentence = said(parcel.kind, parcel.facts, _, ZoneInfo(parcel.time_zone), chinese=chinese)
        return f"【拼货】{sentence}" if chinese else f"Pinhuo: {sentence}"

    def _greeting(self, to: Addressee) -> str:
        _ = translations(self.catalogues, to.locale).gettext
        return _("Hello %(name)s,") % {"name": to.name} if to.name else _("Hello,")
