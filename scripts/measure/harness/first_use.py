"""First uses: what a short-lived worker pays, on an object that is fresh, in a process that is fresh.

Both sides: the parent makes the objects and the workers, the worker does each thing once.
"""

from __future__ import annotations

import random

from measure.harness import correctness
from measure.hints import TYPE_CHECKING, Any, Callable
from measure.system.counters import Tally
from measure.timing import caches

if TYPE_CHECKING:
    from measure.harness.worker import Worker

SMALL_BYTES = 2**20  # up to here an object is cheap, and one look too noisy
OBJECTS = 3  # of that size; one of a larger size
PREDICTED_BYTES = 2**20  # from here on the three items that foretell a long copy are a small part of the whole
# What one worker does, in this order. Reading an item touches a page, so a copy wants an object of its own.
LIVES = (("first_attach", "first_read"), ("first_copy_out",))


def measure(
    live: Callable[[list[str]], list[dict[str, Any]]], size: int, settings: dict[str, Any], wanted: Any
) -> dict[str, dict[str, Any]]:
    """Operation -> answer, of those `wanted`.

    What takes `slow_seconds` is done once, as in a window.

    Parameters
    ----------
    live : callable, live(operations) -> what a fresh worker answers to each, on an object that is created for it
    size : int, bytes of the payload
    settings : dict with slow_seconds
    """
    answers: dict[str, list[dict[str, Any]]] = {}
    for _ in range(objects(size)):
        for life in LIVES:
            uses = [name for name in life if name in wanted and not is_slow(answers.get(name, []), settings)]
            for name, answer in zip(uses, live(uses) if uses else []):
                answers.setdefault(name, []).append(answer)
                if answer.get("copy_refused"):  # no second object for a copy that nobody will make
                    answers.setdefault("first_copy_out", []).append(answer["copy_refused"])
    return {name: joined(some) for name, some in answers.items() if name in wanted}


def workers(wanted: Any, size: int) -> int:
    """How many workers do the first uses `wanted`, each on an object of its own of `size` bytes."""
    return sum(any(name in wanted for name in life) for life in LIVES) * objects(size)


def objects(size: int) -> int:
    return OBJECTS if size <= SMALL_BYTES else 1


def is_slow(answers: list[dict[str, Any]], settings: dict[str, Any]) -> bool:
    """Whether it took as long as what is done once, or was refused."""
    batches = [batch for answer in answers for batch in answer.get("batches", [])]
    refused = any(answer.get("error") for answer in answers)
    return refused or any(ended - started >= settings["slow_seconds"] * 1e9 for _, started, ended in batches)


def joined(answers: list[dict[str, Any]]) -> dict[str, Any]:
    """One answer with the batches of all, or the first that failed."""
    broken = [answer for answer in answers if answer.get("error")]
    if broken:
        return broken[0]
    wrong = [answer["check"] for answer in answers if answer["check"] != "ok"]
    batches = [batch for answer in answers for batch in answer["batches"]]
    visits, counts = ([one for answer in answers for one in answer.get(name, ())] for name in ("visits", "counts"))
    return dict(answers[0], batches=batches, visits=visits, counts=counts, check=(wrong or ["ok"])[0])


def answer(worker: Worker, operation: str) -> dict[str, Any]:
    """The worker's one batch of one loop: it attached when it was made."""
    if operation == "first_attach":
        return once(worker.attached, "ok", worker.attached_counts)
    caches.level()
    return read(worker) if operation == "first_read" else copy_out(worker)


def read(worker: Worker) -> dict[str, Any]:
    """One item at a position that is the same for every mechanism; and whether a copy of the whole will be refused."""
    place = worker.payload.place(random.Random(worker.spec["seed"]).randrange(worker.payload.length))
    (_, started, ended, _, value, _), counts = counted(worker.timer("read_item", [place]))
    check = correctness.check_read(worker.payload, [(place, value)])
    return dict(once((1, started, ended), check, counts), copy_refused=refused_copy(worker))


def copy_out(worker: Worker) -> dict[str, Any]:
    """The whole, unless it would take too long."""
    refused = refused_copy(worker)
    if refused:
        return refused
    (_, started, ended, _, _, result), counts = counted(worker.timer("copy_out"))
    return once((1, started, ended), correctness.check_whole(worker.payload, "copy_out", None, result), counts)


def counted(timer: Any) -> tuple[Any, Any]:
    """One run of the line, and what was counted in it."""
    tally = Tally()
    found = tally.around(timer.run)(1)
    tally.close()
    return found, tally.found


def refused_copy(worker: Worker) -> dict[str, Any] | None:
    """The refusal of a copy of the whole that would take too long, or None."""
    predicted = worker.predicted("copy_out") if worker.payload.size >= PREDICTED_BYTES else 0.0
    return worker.refusal(predicted) if predicted > worker.settings["allowance_seconds"] else None


def once(batch: tuple[int, int, int], check: str, counts: Any) -> dict[str, Any]:
    return dict(batches=[batch], warmup=(0, 0), check=check, counts=counts)
