"""The verbs of ordering many lines at once."""

from trade.pad.actions.cart import PutIntoCart, put_basket, put_list, put_pad, repeat_last_order
from trade.pad.actions.lines import Added, add_lines, change_line, keep_draft, move_step, remove_line
from trade.pad.actions.lists import archive_list, keep_list_line, restore_list, save_list
from trade.pad.actions.uploads import (
    cancel_upload,
    check_rows,
    confirm_upload,
    finish_check,
    forget_uploads,
    map_upload,
    take_upload,
)

__all__ = [
    "Added",
    "PutIntoCart",
    "add_lines",
    "archive_list",
    "cancel_upload",
    "change_line",
    "check_rows",
    "confirm_upload",
    "finish_check",
    "forget_uploads",
    "keep_draft",
    "keep_list_line",
    "map_upload",
    "move_step",
    "put_basket",
    "put_list",
    "put_pad",
    "remove_line",
    "repeat_last_order",
    "restore_list",
    "save_list",
    "take_upload",
]
