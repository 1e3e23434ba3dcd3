"""Is a change in an owner's list late because who reads takes the lock again before the other side wakes up?"""

from __future__ import annotations

import time

from measure.bases.server_process import Proxy
from measure.contract.discovery import load, paths
from measure.hints import Any

PAUSE = 1e-4  # seconds; to wake up takes half of it


class PausingProxy(Proxy):
    """Each access is followed by a pause in which the lock is free."""

    def call(self, *question: Any) -> Any:
        answer = super().call(*question)
        time.sleep(PAUSE)
        return answer


class Backend(load(paths()["owner_simple_queue"])):
    """As owner_simple_queue, but who has had an answer pauses before it asks again."""

    def attach(self, handle: Any) -> Any:
        return PausingProxy(*handle)
