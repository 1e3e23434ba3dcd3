"""How a measurement can fail."""

from __future__ import annotations


class WorkerFailed(Exception):
    """The pool can't go on. `kind` is one of record.ERRORS."""

    def __init__(self, kind: str, reason: str) -> None:
        super().__init__(reason)
        self.kind, self.reason = kind, reason
