"""Nothing outlives its parent, nothing outlives its deadline."""

from __future__ import annotations

import multiprocessing
import os
import threading
import time

from measure.hints import Any
from measure.system import temporary

POLL_SECONDS = 0.5
# Whoever gives a file of results its name holds this, and what ends the process keeps it: a cell that the end of its
# children has woken up would call them dead, and finish.
naming = threading.Lock()


def end_with_parent() -> None:
    """End this child as soon as its parent is gone, however the parent died; costs nothing while it lives."""
    parent = multiprocessing.parent_process()

    if parent is None:
        return

    def wait() -> None:
        parent.join()
        os._exit(1)

    threading.Thread(target=wait, daemon=True).start()


def end_with_process(pid: int) -> None:
    """End this process when process `pid` (the workflow, which isn't our parent: a shell is) or our parent is gone.

    The workflow takes a job whose shell was killed for over and starts the next one, which must not find this one at
    work.
    """
    parent = os.getppid()

    def wait() -> None:
        while alive(pid) and os.getppid() == parent:
            time.sleep(POLL_SECONDS)
        naming.acquire()
        end_children()
        temporary.leave()
        os._exit(1)

    threading.Thread(target=wait, daemon=True).start()


def alive(pid: int) -> bool:
    if os.name == "nt":
        return True  # os.kill would end it there
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True


def end_children() -> None:
    """Kill every process that multiprocessing started from here, Manager's servers included."""
    for child in multiprocessing.active_children():
        child.kill()


class Deadline:
    """Call `expire` from a thread if `clear` isn't called within `seconds` of the last `set`."""

    def __init__(self, expire: Any) -> None:
        self.expire = expire
        self.timer: threading.Timer | None = None
        self.seconds: float | None = None  # of the timer that `pause` took away

    def set(self, seconds: float) -> None:
        self.clear()
        self.timer = threading.Timer(seconds, self.expire)
        self.timer.daemon = True
        self.timer.start()

    def clear(self) -> None:
        if self.timer is not None:
            self.timer.cancel()
            self.timer = None

    def pause(self) -> None:
        """Nothing expires until `resume`, which gives all the seconds of the last `set` again."""
        self.seconds = None if self.timer is None else self.timer.interval
        self.clear()

    def resume(self) -> None:
        if self.seconds is not None:
            self.set(self.seconds)
