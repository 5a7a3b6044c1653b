"""Translations: sources are committed (``*.po``), what programs read (``*.mo``) is compiled at start."""

import os
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations

SOURCES = Path(__file__).parents[1] / "translations"


def compiled(target: Path, sources: Path = SOURCES) -> Path:
    """Compile into ``target`` each catalogue that changed since; return ``target``.

    Several processes may start at once: each writes a draft and renames it, so nobody reads half a file.
    """
    for source in sources.glob("*/LC_MESSAGES/*.po"):
        ready = (target / source.relative_to(sources)).with_suffix(".mo")
        if ready.exists() and ready.stat().st_mtime_ns == source.stat().st_mtime_ns:
            continue
        ready.parent.mkdir(parents=True, exist_ok=True)
        draft = ready.with_suffix(f".{os.getpid()}")
        with source.open("rb") as text, draft.open("wb") as machine:
            write_mo(machine, read_po(text, locale=source.parts[-3]))
        os.utime(draft, ns=(source.stat().st_atime_ns, source.stat().st_mtime_ns))
        draft.replace(ready)
    return target


def translations(target: Path, locale: str) -> NullTranslations:
    """Return the translations into ``locale``, for what is written without a request: letters."""
    return Translations.load(compiled(target), [locale])
