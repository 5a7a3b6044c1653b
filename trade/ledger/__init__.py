"""The books: double entry, append-only, balanced by the database itself."""
