"""Spreadsheets: files that strangers made are read in a child process with little memory, little time and no secrets."""

from adapters.sheets.reading import read_sheet
from adapters.sheets.writing import BehindSheet, workbook_file, write_workbook

__all__ = ["BehindSheet", "read_sheet", "workbook_file", "write_workbook"]
