"""A sales file as a stream of rows: CSV, plain or compressed with xz, never whole in memory."""

import csv
import lzma
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TextIO

from trade.history.ports import COLUMNS


class SalesFileError(Exception):
    """The file cannot be read to its end; the message says why, and what to do."""


class SalesFile:
    """The rows of one file, without its header. Each iteration reads it from the beginning.

    What is wrong with the file as a whole may show only at its end: use nothing of it before that.
    """

    def __init__(self, path: Path) -> None:
        """Take the path; nothing is opened yet."""
        self.path = path

    def __iter__(self) -> Iterator[list[str]]:
        """Yield each row as text. Raises ``SalesFileError`` for a file that is not one, or not whole."""
        lines = Lines()
        reader = csv.reader(lines, strict=True)
        try:
            with self._open() as lines.text:
                self._check_header(next(reader, []))
                yield from self._rows(reader, lines)
        except UnicodeDecodeError as error:
            raise SalesFileError(
                f"{self.path} is not in UTF-8 (after line {reader.line_num}). Save it as UTF-8."
            ) from error
        except (lzma.LZMAError, EOFError) as error:
            raise SalesFileError(f"{self.path} is no whole xz file: it is broken or was cut off.") from error
        except csv.Error as error:
            raise SalesFileError(f"{self.path} is no whole CSV file: {error} (line {reader.line_num}).") from error
        except OSError as error:
            raise SalesFileError(f"{self.path} cannot be read: {error.strerror or error}.") from error

    def _open(self) -> TextIO:
        name = self.path.name.lower()
        if name.endswith(".csv.xz"):
            return lzma.open(self.path, "rt", encoding="utf-8-sig", newline="")
        if name.endswith(".csv"):
            return self.path.open(encoding="utf-8-sig", newline="")
        raise SalesFileError(f"{self.path} must be a .csv or a .csv.xz file.")

    def _check_header(self, header: list[str]) -> None:
        if not header:
            raise SalesFileError(f"{self.path} is empty.")
        if [name.strip() for name in header] != list(COLUMNS):
            raise SalesFileError(f"{self.path} must begin with the line {','.join(COLUMNS)}")

    def _rows(self, reader: Iterable[list[str]], lines: "Lines") -> Iterator[list[str]]:
        """Yield the rows that are not blank, then look whether the last of them is whole."""
        last: list[str] = []
        endings: Counter[str] = Counter()
        for row in reader:
            if row:
                endings[row[-1]] += 1
                last = row
                yield row
        if not lines.last.endswith(("\n", "\r")) and last and is_cut(last, endings):
            raise SalesFileError(f"{self.path} was cut off within its last line.")


class Lines:
    """The lines of a text file, of which it remembers the last."""

    text: TextIO
    last = "\n"

    def __iter__(self) -> Iterator[str]:
        """Yield each line with its end."""
        for self.last in self.text:  # noqa: B020 - remembered on purpose
            yield self.last


def is_cut(last: list[str], endings: Counter[str]) -> bool:
    """Whether a last row without a line break lacks columns, or ends in the beginning of another row's end."""
    ending = last[-1]
    return len(last) < len(COLUMNS) or (
        endings[ending] == 1 and any(other != ending and other.startswith(ending) for other in endings)
    )
