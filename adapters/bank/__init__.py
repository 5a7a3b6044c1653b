"""The bank: files of payments for it, files from it, and the folder they lie in."""

from adapters.bank.folder import Folder
from adapters.bank.inbox import Inbox
from adapters.bank.payments import write_payments
from adapters.bank.reading import plain_of, read_bank_file, reading_of

__all__ = ["Folder", "Inbox", "plain_of", "read_bank_file", "reading_of", "write_payments"]
