"""Papers as PDF: set by Typst in a child process, from templates and a font that lie here, and nothing from outside."""

from adapters.papers.setting import set_paper

__all__ = ["set_paper"]
