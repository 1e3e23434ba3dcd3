"""How a measurement can fail."""


class WorkerFailed(Exception):
    """The pool can't go on. `kind` is one of record.ERRORS."""

    def __init__(self, kind, reason):
        super().__init__(reason)
        self.kind, self.reason = kind, reason
