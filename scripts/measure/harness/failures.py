"""How a measurement can fail."""

from __future__ import annotations


class WorkerFailed(Exception):
    """The pool can't go on. `kind` is one of record.ERRORS."""

    def __init__(self, kind: str, reason: str) -> None:
        super().__init__(reason)
        self.kind, self.reason = kind, reason


def in_words(error: BaseException) -> str:
    """The reason that a row gives of an exception, which may have no words of its own."""
    return f"{type(error).__name__}: {error}".rstrip(": ")
