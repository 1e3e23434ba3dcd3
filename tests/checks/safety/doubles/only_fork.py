"""Takes workers that are forked, and no others."""

from tests.checks.safety.doubles import plain


class Backend(plain.Backend):
    @classmethod
    def unsupported(cls, cell):
        return None if cell.start_method == "fork" else "needs workers that are forked"
