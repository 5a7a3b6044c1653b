"""A piece of news in words that are translated where they are read."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a kind, to be translated where they are read; ``path`` takes the subject's id."""

    label: str
    sentence: str
    path: str

    def place(self, subject_id: UUID) -> str:
        """Return the address of the page where one sees to it."""
        return self.path.format(id=subject_id)


def N_(text: str) -> str:  # noqa: N802 - the name that collects strings
    """Mark a text for translation where it is read."""
    return text
