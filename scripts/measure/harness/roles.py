"""Workers in two roles, which read and write at the same time: whose answers tell what was asked for."""

from __future__ import annotations

from measure.contract import operations
from measure.hints import Any


def timed(operation: str, answers: list[Any]) -> list[tuple[int, Any]]:
    """(worker, answer) of those whose time an operation's rows tell.

    Of roles, these are the ones in one role, without the batches that outlasted another worker's last one, and with the
    faults of all: a write that got lost is one of the reads beside it, too.
    """
    workers = operations.timed_workers(operation, len(answers))
    if operation in operations.ROLES:
        ended = min(answer["batches"][-1][2] for answer in answers)
        check = "; ".join(sorted({answer["check"] for answer in answers} - {"ok"})) or "ok"
        answers = [dict(answer, batches=until(answer["batches"], ended), check=check) for answer in answers]
    return [(worker, answers[worker]) for worker in workers]


def until(batches: list[Any], ended: int) -> list[Any]:
    """The batches that had ended by then, nanoseconds; a worker that does one only may have begun it late."""
    return [batch for batch in batches if batch[2] <= ended] or batches[:1]
