"""What guards an increment: the mechanism's own lock, a lock on a file, or nothing but its being one operation."""

from __future__ import annotations

import os

from measure.hints import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from measure.contract.backend import Backend

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]  # as a module that isn't there is asked for


# The line of increment_fcntl; its `lock` is an open file.
ON_A_FILE = "lockf(lock, LOCK_EX)\ntry: {}\nfinally: lockf(lock, LOCK_UN)"
FILE_LOCK = "fcntl.lockf"


def names() -> dict[str, Any]:
    """What ON_A_FILE uses."""
    return {name: getattr(fcntl, name) for name in ("lockf", "LOCK_EX", "LOCK_UN")}


def path(name: str) -> str:
    """Where the cell whose names start with `name` has its lock file."""
    import tempfile  # slow to import, and each worker would wait for it

    return os.path.join(tempfile.gettempdir(), name + "_lock")


def remove(name: str) -> None:
    """Remove the lock file, if there is one."""
    if os.path.exists(path(name)):
        os.unlink(path(name))


def reason_refused(backend: type[Backend]) -> str | None:
    """Why a lock on a file can't guard this backend's increments, or None."""
    if fcntl is None:
        return "needs fcntl"
    # POSIX: F_SETLK's locks are the process's, https://pubs.opengroup.org/onlinepubs/9699919799/functions/fcntl.html
    return "such a lock is a process's, and doesn't keep its threads apart" if backend.within_process() else None
