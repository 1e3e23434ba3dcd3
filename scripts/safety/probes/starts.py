"""Under which start methods, and from threads?"""

import multiprocessing
import threading

from safety.probe import Untried, found, probe
from safety.subject import Subject, try_to

CONTEXTS = "multiprocessing, Contexts and start methods"
ITEM = ("write_item", "read_item")
SIGN = 12345
THREADS, ROUNDS = 4, 200


def answer_sign(here):
    """Read what the creator wrote, and answer beside it."""
    seen = here.read(0)
    here.write(1, seen + 1)
    return seen


def started(subject, method):
    """Does a worker that is started by `method` see the creator's value, and the creator the worker's?"""
    if method not in multiprocessing.get_all_start_methods():
        raise Untried("this system has no {}".format(method))
    subject = Subject(dict(subject.spec, method=method))
    if subject.declined(method):
        return found("no", "it declines: {}".format(subject.declined(method)))
    try:
        good, here = try_to(lambda: subject.open().here())
        if not good:
            return found("no", here)
        here.write(0, SIGN)
        good, seen = try_to(subject.ask, answer_sign)
        if not good:
            return found("no", seen)
        both = seen == SIGN and here.read(1) == SIGN + 1
        return found("yes" if both else "no", "wrote {}, the worker read {} and answered {}".format(SIGN, seen, here.read(1)))
    finally:
        try_to(subject.close)


@probe("fork", "Does it work with workers that are started by fork?", CONTEXTS, ITEM)
def under_fork(subject):
    return started(subject, "fork")


@probe("spawn", "Does it work with workers that are started by spawn?", CONTEXTS, ITEM)
def under_spawn(subject):
    return started(subject, "spawn")


@probe("forkserver", "Does it work with workers that are started by forkserver?", CONTEXTS, ITEM)
def under_forkserver(subject):
    return started(subject, "forkserver")


def in_threads(here):
    """The problems that threads of one process meet, each at an item of its own, all through one view."""
    problems, gate = [], threading.Barrier(THREADS)

    def use(place):
        gate.wait()
        for number in range(ROUNDS):
            good, why = try_to(here.write, place, number)
            if not good:
                problems.append(why)
                return
            seen = here.read(place)
            if seen != number:
                problems.append("wrote {}, read {!r}".format(number, seen))

    crew = [threading.Thread(target=use, args=(place,)) for place in range(THREADS)]
    for one in crew:
        one.start()
    for one in crew:
        one.join()
    return problems


def from_threads(subject):
    problems = subject.open().ask(in_threads)
    evidence = "{} threads, {} writes each".format(THREADS, ROUNDS)
    return found("no" if problems else "yes", "; ".join([evidence, *problems[:1]]))


@probe(
    "threads",
    "Can threads of one process use one view, each an item of its own?",
    "multiprocessing, Proxy objects: thread safety; sqlite3.connect, check_same_thread",
    ITEM,
)
def threads(subject):
    return from_threads(subject)


@probe(
    "no GIL",
    "Can they in a free-threaded build?",
    "Python support for free threading; python/cpython#117435: Make multiprocessing SemLock thread-safe in the free-threaded "
    "build",
    ITEM,
)
def free_threaded(subject):
    import sys

    if getattr(sys, "_is_gil_enabled", lambda: True)():
        raise Untried("this interpreter runs with the GIL")
    return from_threads(subject)
