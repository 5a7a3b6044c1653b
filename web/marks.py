"""What marks are called, in short and in full; properties and pictures in the language of their reader."""

from typing import Final

from flask import Flask

from trade.catalogue.queries import PictureRow
from trade.catalogue.rules import Mark, Said
from web.locale import CHINESE, current_locale
from web.translation import LazyString
from web.translation import gettext as _
from web.translation import lazy_gettext as _l

SHORT: Final[dict[Mark, LazyString | str]] = {
    Mark.CE: "CE",
    Mark.UKCA: "UKCA",
    Mark.FDA: "FDA",
    Mark.GB: "GB",
    Mark.CCC: "CCC",
    Mark.SC: "SC",
    Mark.ORGANIC: _l("Organic"),
    Mark.HALAL: _l("Halal"),
    Mark.KOSHER: _l("Kosher"),
    Mark.VEGAN: _l("Vegan"),
    Mark.FAIR_TRADE: _l("Fair trade"),
    Mark.FSC: "FSC",
    Mark.HACCP: "HACCP",
    Mark.ISO_9001: "ISO 9001",
    Mark.ISO_22000: "ISO 22000",
    Mark.OEKO_TEX: "OEKO-TEX",
    Mark.ROHS: "RoHS",
    Mark.REACH: "REACH",
}

FULL: Final[dict[Mark, LazyString]] = {
    Mark.CE: _l("Conforms to European product law"),
    Mark.UKCA: _l("Conforms to British product law"),
    Mark.FDA: _l("Registered with the American food and drug authority"),
    Mark.GB: _l("Conforms to a Chinese national standard"),
    Mark.CCC: _l("Chinese compulsory certification"),
    Mark.SC: _l("Chinese food production licence"),
    Mark.ORGANIC: _l("Certified organic"),
    Mark.HALAL: _l("Certified halal"),
    Mark.KOSHER: _l("Certified kosher"),
    Mark.VEGAN: _l("Contains nothing of animals"),
    Mark.FAIR_TRADE: _l("Traded fairly with those who grow or make it"),
    Mark.FSC: _l("Wood and paper from well-managed forests"),
    Mark.HACCP: _l("Food made under hazard control"),
    Mark.ISO_9001: _l("Maker’s quality management is certified"),
    Mark.ISO_22000: _l("Maker’s food safety management is certified"),
    Mark.OEKO_TEX: _l("Textiles tested for harmful substances"),
    Mark.ROHS: _l("Restricted hazardous substances kept out of electronics"),
    Mark.REACH: _l("Chemicals registered under European law"),
}


def mark_word(mark: Mark) -> str:
    """Return what a mark is called on a badge."""
    return str(SHORT[mark])


def mark_meaning(mark: Mark) -> str:
    """Return what a mark says."""
    return str(FULL[mark])


def in_words(said: Said) -> tuple[str, str]:
    """Return the name and the value of a property in the reader's language, or else in the other."""
    chinese = current_locale() == CHINESE
    name = (said.name_zh or said.name) if chinese else (said.name or said.name_zh)
    value = (said.value_zh or said.value) if chinese else (said.value or said.value_zh)
    return name, f"{value} {said.unit}" if said.unit else value


def picture_words(picture: PictureRow, name: str, number: int = 1) -> str:
    """Return what is to be seen on a picture of something called ``name``, for those who don't see it."""
    said = (picture.words_zh or picture.words) if current_locale() == CHINESE else (picture.words or picture.words_zh)
    return said or (name if number == 1 else _("Picture %(number)s of %(name)s", number=number, name=name))


def init_app(app: Flask) -> None:
    """Give templates the words."""
    app.jinja_env.filters.update(
        in_words=in_words, picture_words=picture_words, mark_word=mark_word, mark_meaning=mark_meaning
    )
