"""One answer, read as a person reads it: by label, role and visible text. Class names are nobody's business here."""

from __future__ import annotations

from functools import cached_property

from bs4 import BeautifulSoup, Tag
from werkzeug.test import TestResponse

HIDDEN = "script, style, template, [hidden]"


class Page:
    """A whole page or a fragment. Every finder demands exactly one match and says how many there were."""

    def __init__(self, answer: TestResponse, *, htmx: bool = False, root: Tag | None = None) -> None:
        self.answer = answer
        self.htmx = htmx
        self._root = root

    @cached_property
    def soup(self) -> Tag:
        """The parsed answer (``html.parser`` keeps a bare ``<tr>``, as htmx does)."""
        return self._root or BeautifulSoup(self.answer.get_data(as_text=True), "html.parser")

    @property
    def path(self) -> str:
        """The path that was asked for."""
        return self.answer.request.path

    @property
    def goes_to(self) -> str:
        """Where a redirect leads, for a browser or for htmx."""
        return self.answer.headers.get("Location") or self.answer.headers.get("HX-Redirect", "")

    @property
    def is_html(self) -> bool:
        """Whether there is anything that somebody reads."""
        return (
            not 300 <= self.answer.status_code < 400
            and self.answer.mimetype == "text/html"
            and bool(self.answer.get_data())
        )

    def within(self, part: Tag) -> Page:
        """Read only a part of the page."""
        return Page(self.answer, htmx=self.htmx, root=part)

    def words(self) -> str:
        """All visible text."""
        hidden = {id(tag) for tag in self.soup.select(HIDDEN)}
        texts = (
            text for text in self.soup.find_all(string=True) if not any(id(parent) in hidden for parent in text.parents)
        )
        return " ".join(" ".join(texts).split())

    def heading(self) -> str:
        """The one first-level heading."""
        return _text(_one(self.soup.select("h1"), "h1"))

    def alert(self) -> str:
        """What is said at once: a refusal, or the summary of errors."""
        visible = [tag for tag in self.soup.select('[role="alert"]') if not tag.has_attr("hidden")]
        return _text(_one(visible, "alert"))

    def status(self) -> str:
        """What was just done."""
        return " ".join(filter(None, (_text(tag) for tag in self.soup.select('[role="status"]'))))

    def button(self, name: str) -> Tag:
        """The button with this accessible name."""
        return _one([tag for tag in self.soup.select("button") if name_of(tag) == name], f"button {name!r}")

    def has_button(self, name: str) -> bool:
        """Whether a button of this name is offered."""
        return any(name_of(tag) == name for tag in self.soup.select("button"))

    def link(self, name: str) -> str:
        """Where the link with this accessible name leads."""
        return str(_one([tag for tag in self.soup.select("a[href]") if name_of(tag) == name], f"link {name!r}")["href"])

    def has_link(self, name: str) -> bool:
        """Whether a link of this name is offered."""
        return any(name_of(tag) == name for tag in self.soup.select("a[href]"))

    def field(self, label: str) -> Tag:
        """The field with this label."""
        fields = self.soup.find_all(["input", "select", "textarea"])
        return _one([tag for tag in fields if self._label(tag) == label], f"field {label!r}")

    def errors(self) -> dict[str, str]:
        """What is wrong, by label."""
        wrong = self.soup.select('[aria-invalid="true"]')
        return {self._label(tag): self._described(tag) for tag in wrong}

    def facts(self) -> dict[str, str]:
        """All pairs of the description lists."""
        pairs = zip(self.soup.select("dl dt"), self.soup.select("dl dd"), strict=False)
        return {_text(term): _text(fact) for term, fact in pairs}

    def rows(self, table: str) -> list[list[str]]:
        """The cells of the table with this caption, body rows only."""
        found = [tag for tag in self.soup.select("table") if _caption(tag) == table]
        rows = _one(found, f"table {table!r}").select("tbody tr")
        return [[_text(cell) for cell in row.select("th, td")] for row in rows]

    def items(self, name: str) -> list[str]:
        """The lines of the list with this label."""
        found = [tag for tag in self.soup.select("ul, ol") if tag.get("aria-label") == name]
        return [_text(item) for item in _one(found, f"list {name!r}").select(":scope > li")]

    def fragment(self, dom_id: str) -> Page:
        """The part with this id."""
        return self.within(_one(self.soup.select(f"#{dom_id}"), f"#{dom_id}"))

    def swaps(self) -> dict[str, Page]:
        """The fragments that htmx puts elsewhere, by id."""
        return {str(tag["id"]): self.within(tag) for tag in self.soup.select("[hx-swap-oob]")}

    @cached_property
    def _labels(self) -> dict[str, Tag]:
        """Labels by the field that they name; the first of a field counts."""
        return {str(tag["for"]): tag for tag in reversed(self.soup.find_all("label", attrs={"for": True}))}

    def _label(self, field: Tag) -> str:
        return label_of(field, self._labels.get(str(field.get("id"))))

    def _described(self, field: Tag) -> str:
        """Return the error among the descriptions of a field: the last."""
        ids = str(field.get("aria-describedby", "")).split()
        return _text(self.soup.select_one(f"#{ids[-1]}")) if ids else ""


def name_of(tag: Tag) -> str:
    """Return the accessible name of a button or link."""
    if tag.get("aria-label"):
        return str(tag["aria-label"])
    alternatives = [str(image.get("alt", "")) for image in tag.find_all("img")]
    return " ".join([_text(tag), *alternatives]).strip()


def label_of(field: Tag, named: Tag | None) -> str:
    """Return the label of a field without the word that marks it as optional; ``named`` is the one for its id."""
    if field.get("aria-label"):
        return str(field["aria-label"])
    label = named if field.get("id") else field.find_parent("label")
    if label is None:
        return ""
    unseen = label.select_one(".vh")
    said = [text for text in label.find_all(string=True) if text.parent in (label, unseen)]
    return " ".join("".join(said).split())


def _caption(table: Tag) -> str:
    caption = table.select_one("caption")
    return _text(caption) if caption else str(table.get("aria-label", ""))


def _text(tag: Tag | None) -> str:
    return " ".join(tag.get_text(" ").split()) if tag is not None else ""


def _one(found: list[Tag], what: str) -> Tag:
    assert len(found) == 1, f"{len(found)} matches for {what}"
    return found[0]
