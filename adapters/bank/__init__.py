"""The bank: files of payments for it, files from it, and the folder they lie in."""

from adapters.bank.folder import Folder
from adapters.bank.payments import write_payments

__all__ = ["Folder", "write_payments"]
