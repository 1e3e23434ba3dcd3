"""Takes any workers but those that are forked."""

from tests.checks.safety.doubles import plain


class Backend(plain.Backend):
    @classmethod
    def unsupported(cls, cell):
        return "forked workers inherit a lock" if cell.start_method == "fork" else None
