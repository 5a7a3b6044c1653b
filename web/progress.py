"""How far a job is, as the progress bar shows it (``progress`` in ``templates/components/messages.html``)."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Response, make_response, render_template, request


@dataclass(frozen=True, slots=True)
class Progress:
    """What the bar and its sentence say; ``etag`` tells one answer from the next."""

    title: str
    done: int
    total: int
    sentence: str
    etag: str
    finished: bool
    failed: bool

    @property
    def percent(self) -> int:
        """How full the bar is."""
        return 100 if self.finished else min(99, self.done * 100 // self.total) if self.total else 0


def told(job: Progress, fragment: str, **context: object) -> Response:
    """Answer the bar alone to a page that asks again; nothing (304) where it stands as the page knows it."""
    if request.headers.get("If-None-Match") == job.etag:
        return Response(status=304)
    response = make_response(render_template(fragment, job=job, **context))
    response.vary.add("HX-Request")
    return response
