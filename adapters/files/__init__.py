"""The one door for files: looked at in a child process with little memory, little time and no secrets, and a store for them."""

from adapters.files.checking import check_file, check_files
from adapters.files.store import Store, store_of

__all__ = ["Store", "check_file", "check_files", "store_of"]
