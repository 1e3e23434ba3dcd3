"""What the kernel counted of a process: page faults, switches, calls that read or write; and where it ran."""

from __future__ import annotations

import bisect
import os

from measure.hints import Any
from measure.system import host

try:
    import resource
except ImportError:  # Windows
    resource = None  # type: ignore[assignment]  # as a module that isn't there is asked for

FAULTS = ("minor_faults", "major_faults", "voluntary_switches")  # getrusage(2)
CALLS = ("read_calls", "write_calls")  # proc(5), io: syscr and syscw; a socket's send and recv are none of them
NAMES = FAULTS + CALLS


class Counters:
    """`read()` -> the counts of this process so far, as far as the system tells: macOS has no /proc."""

    def __init__(self) -> None:
        try:
            self.io = os.open("/proc/self/io", os.O_RDONLY)
        except OSError:
            self.io = -1

    def read(self) -> dict[str, int]:
        found = {}
        if resource is not None:
            usage = resource.getrusage(resource.RUSAGE_SELF)
            found = dict(zip(FAULTS, (usage.ru_minflt, usage.ru_majflt, usage.ru_nvcsw)))
        if self.io >= 0:
            words = os.pread(self.io, 256, 0).split()
            found.update(zip(CALLS, (int(words[5]), int(words[7]))))
        return found

    def close(self) -> None:
        if self.io >= 0:
            os.close(self.io)
            self.io = -1


def since(before: dict[str, int], after: dict[str, int]) -> dict[str, int]:
    """What was counted between two looks, without the first look's own read."""
    found = {name: after[name] - before[name] for name in after}
    if "read_calls" in found:
        found["read_calls"] -= 1
    return found


MOST_THREADS = 32  # of all others: to look at hundreds after each batch would be a load of its own


class Whereabouts:
    """`read()` -> the processors that this thread and `others` (process numbers) ran on last: "0 1 1".

    Of another process it is the thread that ran longest since the last look: a Manager's server has one for each
    connection. Where the system doesn't tell, or these processes have too many threads, they are left out.
    """

    def __init__(self, others: Any = ()) -> None:
        self.others = others if len([thread for pid in others for thread in host.threads(pid)]) <= MOST_THREADS else ()
        self.ran: dict[str, int] = {}  # a thread's folder -> nanoseconds that it has run
        self.read()

    def read(self) -> str:
        places = [last_processor("/proc/thread-self"), *(self.busiest(pid) for pid in self.others)]
        return " ".join(filter(None, places))

    def busiest(self, pid: int) -> str:
        """The processor of the thread that ran longest since the last look."""
        since = {}
        for thread in host.threads(pid):
            ran = int((host.read(thread + "/schedstat").split() or ["0"])[0])
            since[thread] = ran - self.ran.get(thread, 0)
            self.ran[thread] = ran
        return last_processor(max(since, key=lambda thread: since[thread])) if since else ""


def last_processor(thread: str) -> str:
    """The 39th field of proc(5), stat; the second one is a name in brackets, which may hold blanks."""
    return (host.read(thread + "/stat").rpartition(")")[2].split() or [""] * 37)[36]


class Tally:
    """What was counted in each run of something that is timed, and where it and `others` ran at its end.

    `found`: a list of (start of the run, nanoseconds; its counts, `ran_on` among them).
    """

    def __init__(self, others: Any = ()) -> None:
        self.counters, self.whereabouts = Counters(), Whereabouts(others)
        self.found: list[tuple[int, dict[str, Any]]] = []

    def around(self, run: Any) -> Any:
        """`run`, which answers (loops, started ns, …), with the counts of each of its calls kept."""

        def counted(*arguments: Any) -> Any:
            before = self.counters.read()
            found = run(*arguments)
            counts: dict[str, Any] = since(before, self.counters.read())
            self.found.append((found[1], dict(counts, ran_on=self.whereabouts.read())))
            return found

        return counted

    def close(self) -> None:
        self.counters.close()


def apart(found: Any, batches: Any) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """The counts of the runs within each batch (loops, started, ended), and those of all other runs, added up."""
    starts = [batch[1] for batch in batches]
    each: list[dict[str, Any]] = [{} for _ in batches]
    rest: dict[str, Any] = {}
    for begun, counts in found:
        place = bisect.bisect_right(starts, begun) - 1
        add(each[place] if place >= 0 and begun < batches[place][2] else rest, counts)
    return each, rest


def add(to: dict[str, Any], counts: dict[str, Any]) -> None:
    """Add the counts up; of several places the last one stands."""
    for name, count in counts.items():
        to[name] = count if isinstance(count, str) else to.get(name, 0) + count
