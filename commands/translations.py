"""The catalogues of the pages' words: `python -m commands.translations check|update`.

English is the language of the source; every other language has `translations/<locale>/LC_MESSAGES/messages.po`.
"""

import sys
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from babel.core import Locale
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po, write_po

PROJECT = Path(__file__).parents[1]
FOLDER = PROJECT / "translations"
LOCALES = ("zh_Hans",)

METHODS = [("templates/**.html", "jinja2"), ("**.py", "python")]
SKIPPED = (".venv", "var", "tests", "bench", "migrations", "node_modules", "static")
KEYWORDS = DEFAULT_KEYWORDS | {
    "_l": None,
    "lazy_gettext": None,
    "lazy_ngettext": (1, 2),
    "lazy_pgettext": ((1, "c"), 2),
}
SHOWN = 40


def main() -> int:
    """Do what the word asks for."""
    commands: dict[str, Callable[[], int]] = {"check": check, "update": update}
    word = sys.argv[1] if len(sys.argv) > 1 else ""
    if word not in commands:
        print(__doc__)
        return 2
    return commands[word]()


def check() -> int:
    """Name every string of the source that a language lacks, and every one that nobody has confirmed."""
    source = extracted()
    missing = [
        f"{locale}: {words(message)!r}" for locale in LOCALES for message in untranslated(source, catalogue(locale))
    ]
    wrong = [f"{locale}: {error}" for locale in LOCALES for error in misplaced(catalogue(locale))]
    for line in (wrong + missing)[:SHOWN]:
        print(line)
    if missing:
        print(f"{len(missing)} translations are missing. `make translations` collects them; then translate.")
    return 1 if missing or wrong else 0


def update() -> int:
    """Bring new strings into the catalogues, and drop those that are gone."""
    source = extracted()
    for locale in LOCALES:
        found = catalogue(locale)
        found.update(source, no_fuzzy_matching=True)
        found.obsolete.clear()
        path = source_of(locale)
        path.parent.mkdir(parents=True, exist_ok=True)
        content = BytesIO()
        write_po(content, found, width=120, sort_output=True, no_location=True, omit_header=False)
        path.write_bytes(content.getvalue())
        print(f"{locale}: {len(untranslated(source, found))} to translate in {path.relative_to(PROJECT)}")
    return 0


def extracted() -> Catalog:
    """Collect the strings of the templates and of the code."""
    found = Catalog(charset="utf-8")
    messages = extract_from_dir(
        PROJECT, METHODS, keywords=KEYWORDS, comment_tags=("Translators:",), directory_filter=is_searched
    )
    for _file, _line, message, comments, context in messages:
        found.add(message, auto_comments=comments, context=context)
    return found


def is_searched(folder: str) -> bool:
    """Skip what holds no words for pages."""
    name = Path(folder).name
    return name not in SKIPPED and not name.startswith((".", "__"))


def untranslated(source: Catalog, language: Catalog) -> list[Message]:
    """List the messages of the source that the language does not have, wholly and confirmed."""
    return [
        message for message in source if message.id and not is_translated(language.get(message.id, message.context))
    ]


def misplaced(language: Catalog) -> list[str]:
    """Name the translations whose placeholders are not those of the source: the page would fail on them."""
    return [f"{words(message)!r}: {error}" for message in language if message.id for error in message.check(language)]


def is_translated(message: Message | None) -> bool:
    """Say whether every form of the message has words that somebody confirmed."""
    if message is None or message.fuzzy:
        return False
    forms = message.string if isinstance(message.string, list | tuple) else [message.string]
    return bool(forms) and all(forms)


def words(message: Message) -> str:
    """Return the message as the source has it, in the singular."""
    return message.id if isinstance(message.id, str) else message.id[0]


def catalogue(locale: str) -> Catalog:
    """Read a language's catalogue; a new language has an empty one."""
    path = source_of(locale)
    if not path.exists():
        return Catalog(locale=Locale.parse(locale), project="Pinhuo", charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale=locale)


def source_of(locale: str) -> Path:
    """Return where a language's words are written."""
    return FOLDER / locale / "LC_MESSAGES" / "messages.po"


if __name__ == "__main__":
    sys.exit(main())
