"""The bytes of a file. No cookie is looked at and none is set: the address itself says who looks, and for how long."""

from __future__ import annotations

from typing import Final

from flask import Response, abort
from werkzeug.http import dump_options_header

from blueprints.files.blueprint import blueprint
from trade.files.queries import StoredFile, stored_file
from trade.kernel.actor import Actor
from trade.kernel.errors import NotFound
from trade.kernel.work import bind_actor
from trade.parties.queries import is_member
from web.access import machines
from web.database import db
from web.filing import SECONDS, file_store, read_pass

POLICY: Final = "default-src 'none'; sandbox; frame-ancestors 'none'"
ENDINGS: Final = {"image/jpeg": ".jpg", "application/pdf": ".pdf"}


@blueprint.get("/<told>")
@machines
def file(told: str) -> Response:
    """Answer with a file as something to be saved, or drawn by a page; never as a page of its own."""
    found = _found(told)
    body = file_store().read(found.name)
    if body is None:
        abort(404)
    response = Response(body, content_type=found.row.media_type)
    response.headers["Content-Disposition"] = _disposition(found)
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["Cache-Control"] = f"private, max-age={SECONDS}, immutable"
    return response


def _found(told: str) -> StoredFile:
    """Ask as the member for whom the address was made, if that is still one."""
    who = read_pass(told)
    session = db.session()
    if who is None or who.actor.person_id is None:
        raise NotFound("file", told)
    bind_actor(session, Actor.system())
    if not is_member(session, who.actor.person_id, who.actor.organisation):
        raise NotFound("file", who.file_id)
    bind_actor(session, who.actor)
    return stored_file(session, who.file_id)


def _disposition(found: StoredFile) -> str:
    """Say under which name it is saved: in plain letters for all, and as its sender called it for who understands."""
    ending = ENDINGS[found.row.media_type]
    plain = f"{found.row.kind}-{found.row.id.hex[-8:]}{ending}"
    stem = found.row.title.rpartition(".")[0] or found.row.title
    return dump_options_header(
        "attachment", {"filename": plain, "filename*": stem + ending} if stem else {"filename": plain}
    )
