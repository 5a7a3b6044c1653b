"""How far the check of an upload is, as the progress bar shows it."""

from __future__ import annotations

from trade.pad.queries import UploadHead
from trade.pad.rules.uploads import UploadState
from web.filters import quantity
from web.progress import Progress
from web.translation import gettext as _


def progress_of(head: UploadHead) -> Progress:
    """The progress of an upload's check."""
    found = _("%(good)s fine, %(bad)s need a hand", good=quantity(head.rows_good), bad=quantity(head.rows_bad))
    return Progress(
        title=_("Rows are being checked"),
        done=head.rows_done,
        total=max(head.rows_expected, head.rows_done),
        sentence=found,
        etag=f'"{head.state}-{head.round}-{head.rows_done}"',
        finished=head.state != UploadState.CHECKING,
        failed=head.state == UploadState.FAILED,
    )
