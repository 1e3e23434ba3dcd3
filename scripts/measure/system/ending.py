"""What comes after a failure must not hide it, and a failed step must not keep the others from their work."""

from __future__ import annotations

import sys

from measure.hints import Any, Callable


class Ending:
    """`with Ending(step, …):` takes the steps after the block, each of them, whatever another one raises.

    What the block raised goes on, and what the steps raise is told on stderr. Where the block went well, the first
    error of a step is raised.
    """

    def __init__(self, *steps: Callable[[], Any]) -> None:
        self.steps = steps

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: Any, error: Any, traceback: Any) -> None:
        first: Exception | None = None
        for step in self.steps:
            try:
                step()
            except Exception as later:
                if error is None and first is None:
                    first = later
                else:
                    tell(later)
        if first is not None:
            raise first


def quietly(step: Callable[[], Any]) -> None:
    """Take a step whose error is only told: something else has failed before."""
    try:
        step()
    except Exception as error:
        tell(error)


def tell(error: Exception) -> None:
    print(f"while ending: {type(error).__name__}: {error}", file=sys.stderr)
