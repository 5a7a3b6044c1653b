"""A paper before it is drawn: every word of it, once, from which both its page and its PDF are made."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Final

from flask import Response, render_template, request, url_for

from adapters.papers import set_paper
from trade.invoicing.ports import PaperTooLong
from web.locale import CHINESE, current_locale
from web.sentences import SENTENCES
from web.translation import gettext as _
from web.translation import lazy_gettext as _l

A4: Final = "a4"
SLIP: Final = "80mm"

SENTENCES[PaperTooLong] = _l("This has too many rows for a paper. Download it as CSV: that file holds all of them.")


@dataclass(frozen=True, slots=True)
class PrintedTable:
    """A table: columns are (label, kind), kind as in ``components/tables.html``; every cell is text, as are the sums."""

    caption: str
    columns: Sequence[tuple[str, str]]
    rows: Sequence[Sequence[str]]
    sums: Sequence[Sequence[str]] = ()


@dataclass(frozen=True, slots=True)
class Printed:
    """One paper. ``parties`` are (label, lines), ``facts`` (label, text); ``foot`` stands under every page."""

    name: str
    title: str
    tables: Sequence[PrintedTable]
    lead: Sequence[str] = ()
    parties: Sequence[tuple[str, Sequence[str]]] = ()
    facts: Sequence[tuple[str, str]] = ()
    notes: Sequence[str] = ()
    foot: str = ""
    width: str = A4


def page_of(
    printed: Printed,
    *,
    back: tuple[str, str],
    pdf: str,
    files: Sequence[tuple[str, str]] = (),
    links: Mapping[str, str] | None = None,
) -> str:
    """Return its page. ``back`` is (label, url), ``pdf`` where the PDF is; ``files`` are further (label, url).

    ``links``: where a fact leads to, by its text.
    """
    files = [("PDF", pdf), *files]
    return render_template("papers/paper.html", printed=printed, back=back, files=files, links=links or {})


def pdf_of(printed: Printed) -> Response:
    """Return it as a PDF that opens in the browser and is saved under the paper's name."""
    content = set_paper({**asdict(printed), "lang": "zh" if current_locale() == CHINESE else "en"})
    response = Response(content, mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{printed.name}.pdf"'
    return response


def wanted_width() -> str:
    """Return which paper was asked for: A4, or the narrow one of a slip printer."""
    return SLIP if request.args.get("paper") == SLIP else A4


def foot_of(name: str) -> str:
    """Return what stands under every page: which paper it is, and where it is kept."""
    return _("%(name)s, kept at %(place)s", name=name, place=url_for("papers.paper_list", _external=True))
