"""Photos and papers that come with a form of a claim."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from flask import request
from wtforms import MultipleFileField

from trade.files.actions import keep_file
from trade.files.queries import FileRow, files, own_unattached
from trade.files.rules import PHOTOS_MAX, FileFault, FileKind
from web.access import actor, call, session
from web.each import call_for, chosen
from web.filing import SENTENCES, file_store, files_sent
from web.sentences import FIELD_SENTENCES


def keep_sent(field: MultipleFileField, kind: FileKind) -> list[UUID]:
    """Keep what came with a form, and return all that it sends: what was kept before and is ticked, and what is new.

    What is refused is said at the field. The same form sent twice keeps nothing twice.
    """
    kept = chosen("photo_ids")
    if len(kept) + sum(bool(file.filename) for file in request.files.getlist(field.name)) > PHOTOS_MAX:
        _refuse(field, str(FIELD_SENTENCES["too_many_photos"]))
        return kept
    for number, found in enumerate(files_sent(field.name, kind)):
        if isinstance(found, FileFault):
            _refuse(field, str(SENTENCES[found]))
        else:
            kept.append(keep_file(call_for(call(), f"{field.name}-{number}"), found, file_store()))
    return list(dict.fromkeys(kept))


def kept_before() -> Sequence[FileRow]:
    """Photos that the viewer sent and has not used: a form that is opened again goes on with them."""
    return own_unattached(session(), actor(), FileKind.PHOTO)


def shown(file_ids: Sequence[UUID]) -> Sequence[FileRow]:
    """Photos of a form that was refused, which goes on with them."""
    return files(session(), file_ids)


def _refuse(field: MultipleFileField, sentence: str) -> None:
    field.errors = [*field.errors, sentence]
