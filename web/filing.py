"""Files between the pages and the door: what a form sent, words for what is refused, addresses that open a file for a while."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from flask import Flask, current_app, request, url_for
from itsdangerous import BadData, URLSafeTimedSerializer
from wtforms import Field

from adapters.files import Store, check_file, check_files, store_of
from settings import Settings
from trade.files.actions import keep_file
from trade.files.ports import Checked, Sent
from trade.files.rules import BYTES_MAX, FileFault, FileKind, FileRefused
from trade.kernel.actor import Actor, Scope
from web.access import call
from web.each import call_for
from web.identity import actor
from web.translation import lazy_gettext as _l

SECONDS: Final = 15 * 60
"""How long an address opens its file: as long as somebody looks at the page that shows it."""
SENTENCES: Final = {
    FileFault.EMPTY: _l("Choose a file first."),
    FileFault.TOO_LARGE: _l("The file is larger than 12 MB. Send a smaller one."),
    FileFault.TOO_MANY_PIXELS: _l("The picture has too many pixels. Make it smaller and send it again."),
    FileFault.TOO_HEAVY: _l("This file could not be read in reasonable time. Save it anew and send it again."),
    FileFault.NOT_A_PHOTO: _l("This is not a picture that can be read. Send a JPEG, PNG, WebP or AVIF file."),
    FileFault.NOT_A_DOCUMENT: _l("This can’t be read. Send a PDF, or a photo of the paper."),
    FileFault.BROKEN: _l("This PDF is broken. Save it anew and send it again."),
    FileFault.ACTIVE: _l("This PDF holds a program, a form or another file. Print it into a new PDF and send that."),
    FileFault.BUSY: _l(
        "Many files are being looked at just now. Nothing is lost: wait a moment, then send this one again."
    ),
    FileFault.LOCKED: _l("This PDF is locked by a password. Save it without one and send it again."),
}


@dataclass(frozen=True, slots=True)
class Pass:
    """What an address says: this file, for this member. It opens what the member may see, and nothing more."""

    file_id: UUID
    actor: Actor


def file_store() -> Store:
    """Return where this application keeps files."""
    settings: Settings = current_app.extensions["settings"]
    return store_of(settings)


def file_sent(field: str, kind: FileKind) -> Checked:
    """Look at the file of a form's field. Raises ``FileRefused``."""
    sent = _sent(field, kind)
    if not sent:
        raise FileRefused(FileFault.EMPTY)
    return check_file(sent[0], kind)


def files_sent(field: str, kind: FileKind) -> list[Checked | FileFault]:
    """Look at all files of a form's field that holds several; none where none was chosen."""
    return check_files(_sent(field, kind), kind)


def keep_chosen(field: Field, kind: FileKind) -> UUID | None:
    """Keep the one file of a form's field, where one was chosen; why it is refused is said at the field."""
    if not count_sent(field.name):
        return None
    try:
        return keep_file(call_for(call(), field.name), file_sent(field.name, kind), file_store())
    except FileRefused as refused:
        field.errors = [SENTENCES[refused.fault]]
        return None


def keep_several(field: Field, kind: FileKind) -> tuple[UUID, ...]:
    """Keep the files of a form's field that holds several; why one is refused is said at the field."""
    kept = []
    for number, found in enumerate(files_sent(field.name, kind)):
        if isinstance(found, FileFault):
            field.errors = [*field.errors, str(SENTENCES[found])]
        else:
            kept.append(keep_file(call_for(call(), f"{field.name}-{number}"), found, file_store()))
    return tuple(kept)


def count_sent(field: str) -> int:
    """How many files were chosen in a field, before anybody looks at them."""
    return len([file for file in request.files.getlist(field) if file.filename])


def file_url(file_id: UUID) -> str:
    """Return an address under which the viewer, and whoever is given it, sees a file for a quarter of an hour."""
    who = actor()
    told = [file_id.hex, str(who.scope), who.person_id.hex if who.person_id else "", who.organisation.hex]
    return url_for("files.file", told=_signer().dumps(told))


def read_pass(told: str) -> Pass | None:
    """Read an address; ``None`` for one that is old, or that we did not make."""
    try:
        file_id, scope, person, organisation = _signer().loads(told, max_age=SECONDS)
    except (BadData, ValueError):
        return None
    return Pass(UUID(file_id), Actor(Scope(scope), UUID(person) if person else None, UUID(organisation)))


def init_app(app: Flask) -> None:
    """Give templates the addresses."""
    app.jinja_env.filters["file_url"] = file_url


def _sent(field: str, kind: FileKind) -> list[Sent]:
    chosen = [file for file in request.files.getlist(field) if file.filename]
    return [Sent(file.filename or "", file.stream.read(BYTES_MAX[kind] + 1)) for file in chosen]


def _signer() -> URLSafeTimedSerializer:
    keys = [*current_app.config["SECRET_KEY_FALLBACKS"][::-1], current_app.config["SECRET_KEY"]]
    return URLSafeTimedSerializer(keys, salt="files")
