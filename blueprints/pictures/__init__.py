"""The files of pictures, for anybody: names cannot be guessed, and a name never gets another content."""

from flask import Blueprint, Response, abort, current_app, request

from adapters.pictures import Folder
from settings import Settings
from web.access import machines

FORMATS = ("avif", "webp", "jpeg")
"""The lightest first; whoever says nothing gets what every browser draws."""

blueprint = Blueprint("pictures", __name__, url_prefix="/pictures")


@blueprint.get("/<name>/<any(thumb,page):size>")
@machines
def file(name: str, size: str) -> Response:
    """Answer with the lightest form that the browser says it draws."""
    settings: Settings = current_app.extensions["settings"]
    accepted = request.headers.get("Accept", "")
    suffix = next((each for each in FORMATS[:-1] if f"image/{each}" in accepted), FORMATS[-1])
    body = Folder(settings.pictures).read(name, f"{size}.{suffix}")
    if body is None:
        abort(404)
    response = Response(body, content_type=f"image/{suffix}")
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    response.vary.add("Accept")
    return response
