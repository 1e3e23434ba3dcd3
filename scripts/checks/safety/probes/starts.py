"""Under which start methods, and from threads?"""

import multiprocessing
import sys
import threading

from checks.safety.probe import Untried, finding, probe
from checks.safety.shared_subject import try_to

CONTEXTS = "multiprocessing, Contexts and start methods"
READ_ITEM = ("read_item",)
ITEM = ("write_item", "read_item")
SIGN = 12345
THREADS, ROUNDS = 4, 200


def answer_sign(here):
    """Read what the creator made, and answer beside it where it can be written to."""
    seen = here.read(0)
    if here.offers("write_item"):
        here.write(here.place(1), SIGN)
    return seen


def started(subject, method):
    """Does a worker that is started by `method` see the creator's value, and the creator the worker's?"""
    if method not in multiprocessing.get_all_start_methods():
        raise Untried(f"this system has no {method}")
    try:
        other = subject.started_by(method)
    except Untried as why:
        return finding("no", f"it declines: {why}")
    return seen_by_both(other)


def seen_by_both(subject):
    good, here = try_to(lambda: subject.open().here())
    good, seen = try_to(subject.ask, answer_sign) if good else (False, here)
    if not good:
        return finding("no", seen)
    if seen != subject.payload.item(0):
        return finding("no", f"the worker read {seen!r} instead of {subject.payload.item(0)}")
    if not here.offers("write_item"):
        return finding("yes", f"the worker read {seen}; nobody can write")
    answer = here.read(here.place(1))
    return finding(
        "yes" if answer == SIGN else "no",
        f"the worker read {seen}, wrote {SIGN}; the creator read {answer!r}",
    )


@probe("fork", "Does it work with workers that are started by fork?", CONTEXTS, READ_ITEM, private=False)
def under_fork(subject):
    return started(subject, "fork")


@probe("spawn", "Does it work with workers that are started by spawn?", CONTEXTS, READ_ITEM, private=False)
def under_spawn(subject):
    return started(subject, "spawn")


@probe("forkserver", "Does it work with workers that are started by forkserver?", CONTEXTS, READ_ITEM, private=False)
def under_forkserver(subject):
    return started(subject, "forkserver")


def in_threads(here):
    """(exceptions, wrong values) that threads of one process meet, each at an item of its own, all through one view."""
    refused, wrong, gate = [], [], threading.Barrier(THREADS)

    def use(place):
        gate.wait()
        for number in range(ROUNDS):
            good, why = try_to(here.write, place, number)
            good, seen = try_to(here.read, place) if good else (good, why)
            if not good:
                refused.append(seen)
                return
            if seen != number:
                wrong.append(f"wrote {number}, read {seen!r}")

    crew = [threading.Thread(target=use, args=(place,)) for place in range(THREADS)]
    for one in crew:
        one.start()
    for one in crew:
        one.join()
    return refused, wrong


def from_threads(subject):
    subject.needs(THREADS)
    refused, wrong = subject.open().ask(in_threads)
    evidence = f"{THREADS} threads, {ROUNDS} writes each"
    answer = "no" if wrong else "refused" if refused else "yes"
    return finding(answer, "; ".join([evidence, *wrong[:1], *refused[:1]]))


@probe(
    "threads",
    "Can threads of one process use one view, each an item of its own?",
    "multiprocessing, Proxy objects: thread safety; sqlite3.connect, check_same_thread",
    ITEM,
    private=False,
)
def threads(subject):
    return from_threads(subject)


@probe(
    "no GIL",
    "Can they in a free-threaded build?",
    "Python support for free threading; python/cpython#117435: Make multiprocessing SemLock thread-safe in the "
    "free-threaded build",
    ITEM,
    private=False,
)
def free_threaded(subject):
    if getattr(sys, "_is_gil_enabled", lambda: True)():
        raise Untried("this interpreter runs with the GIL")
    return from_threads(subject)
