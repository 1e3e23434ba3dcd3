"""`python [-O] -m measure.largest_payload '{…}' OUT PARENT`: the largest payload that a backend takes, exactly."""

from __future__ import annotations

import csv
import json
import multiprocessing
import sys
import time

from measure.contract import discovery, needs, operations
from measure.contract.backing import SHM
from measure.contract.cell import Cell
from measure.contract.payload import Payload
from measure.harness import failures
from measure.hints import TYPE_CHECKING, Any
from measure.record import columns
from measure.record.digest import digest
from measure.record.writer import Writer
from measure.system import host, temporary, watchdog
from measure.system.ending import Ending
from measure.timing import compile

if TYPE_CHECKING:
    from measure.contract.backend import Backend

# element -> (unit, payload's kind, its bytes for n units, the object for n units)
ELEMENTS = {
    "bytes": ("byte", "blob", lambda n: n, lambda n: b"\xff" * n),
    "str_ascii": ("character", "items", lambda n: n, lambda n: ["x" * n]),
    "str_multibyte": ("character", "items", lambda n: 3 * n, lambda n: ["変" * n]),
    "ints": ("item", "items", lambda n: 8 * n, lambda n: Payload("items", 8 * n).make()),
    "floats": ("item", "items", lambda n: 8 * n, lambda n: [index + 0.5 for index in range(n)]),
    "two_bytes": ("byte each", "items", lambda n: 2 * n, lambda n: [b"\xff" * n, b"\xff" * n]),
    "short_strs": ("item", "items", lambda n: 8 * n, lambda n: [f"s{index % 1000}" for index in range(n)]),
    "int_bits": ("bit", "items", lambda n: max(8, n // 8), lambda n: [2**n - 1]),
}
RAW = ("bytes", "ints", "int_bits")  # what a backend that isn't made for objects can be asked


PILOT = 10  # a size that matters is foretold from one that is so many times smaller


class Limit:
    """What a search found: `limit` works, and, unless `capped`, limit + 1 failed with `failure`.

    `ended` says why a capped search went no further, and is "" where it reached the largest n it was to try.
    """

    def __init__(self, limit: Any, capped: Any, failure: Any, probes: Any, ended: str) -> None:
        self.limit, self.capped, self.failure, self.probes, self.ended = limit, capped, failure, probes, ended


class Search:
    """The largest n that worked and the smallest that failed, which come closer with each trial."""

    def __init__(self, trial: Any) -> None:
        self.trial = trial
        self.works, self.failure, self.probes = 0, "", 0
        self.fails: int | None = None

    def works_with(self, n: int) -> bool:
        failure = self.trial(n)
        self.probes += 1
        if failure is None:
            self.works = n
        else:
            self.fails, self.failure = n, failure
        return failure is None

    def try_first(self, sizes: list[int], too_long: Any) -> str:
        """The sizes that matter, up to the first that fails or that would take too long: then why it would, or ""."""
        for n in sizes:
            why: str = too_long(n)
            if why or not self.works_with(n):
                return why
        return ""

    def double(self, cap: int, enough: Any) -> bool:
        """Up to a failure or to `cap`; whether it was ended by `enough`, which is asked only where none has failed."""
        while self.works < cap and (self.fails is None or self.twice() < self.fails):
            if self.fails is None and enough():
                return True
            self.works_with(min(self.twice(), cap))
        return False

    def twice(self) -> int:
        return max(1, 2 * self.works)

    def bisect(self) -> None:
        """To the exact n."""
        while self.fails is not None and self.fails - self.works > 1:
            self.works_with((self.works + self.fails) // 2)


def search(trial: Any, cap: int, first: list[int], too_long: Any = lambda n: "", enough: Any = lambda: False) -> Limit:
    """The largest n up to `cap` (1 or more) for which `trial(n)` is None: the sizes that matter, doubling, bisecting.

    `trial` answers None when n works, else the failure in words. `first` are the sizes that matter, the smallest one
    first. They are tried before any other one, however long they take, unless `too_long(n)` says why n would exceed
    its deadline. `enough()` says that trials have become too dear, which ends the search for larger ones, and never
    that between what works and what fails. It is taken for granted that what works for n works below.
    """
    found = Search(trial)
    ended = found.try_first([n for n in first if n <= cap], too_long)
    if found.double(cap, enough):
        ended = ended or "a trial took too long"
    found.bisect()
    capped = found.fails is None
    return Limit(found.works, capped, found.failure, found.probes, ended if capped and found.works < cap else "")


class PayloadProbe:
    """Create an element of n units with a backend, find it from its handle, read it back."""

    def __init__(self, backend: Any, element: str, name: str, context: Any) -> None:
        self.backend, self.element, self.name, self.context = backend, element, name, context
        self.unit, self.kind, self.bytes, self.make = ELEMENTS[element]
        self.owner = backend(Payload(self.kind, 8), name, context)
        self.owner.start()
        self.seconds, self.tried = 0.0, 0  # of the last trial, and its units

    def __call__(self, n: Any) -> str | None:
        """None, or why n units fail."""
        payload = Payload(self.kind, self.bytes(n))
        self.tried, started = n, time.perf_counter()
        try:
            return self.attempt(payload, self.make(n))
        except Exception as error:
            return failures.in_words(error)
        finally:
            self.seconds = time.perf_counter() - started
            host.remove_left_behind(self.name)

    def attempt(self, payload: Payload, data: Any) -> str | None:
        self.owner.payload = payload
        self.owner.create(data)
        with Ending(self.owner.destroy):
            reader = self.backend(payload, self.name, self.context)
            view = reader.attach(self.owner.handle())
            with Ending(lambda: reader.detach(view)):
                return self.compare(reader, view, data)

    def compare(self, reader: Any, view: Any, data: Any) -> str | None:
        """The whole of a blob; of a list its ends and its middle, since some lists take long to read."""
        if self.kind == "blob":
            line = operations.line(self.backend, "copy_out", "blob") or ""
            timed = compile.compile_line(line, "whole", discovery.names_in(self.backend))
            found, wanted = timed(view, None, None, None, None, 1, time.perf_counter_ns)[4], data
        else:
            places = (0, len(data) // 2, len(data) - 1)
            found, wanted = [reader.peek(view, place) for place in places], [data[place] for place in places]
        return None if found == wanted else "gave back another value"


END = "the end"  # of the file: in its last row
UNTRIED = "could not be tried, because "  # of what the machine lacks, and not the mechanism


def units_in(trial: Any, size: int) -> int:
    """The units of an element that make a payload of `size` bytes, 1 at least."""
    return max(1, size * 1024 // int(trial.bytes(1024)))


def search_cap(trial: Any, cap_bytes: int) -> tuple[int, str]:
    """The units that the search goes up to, and why no further."""
    cap, why = units_in(trial, cap_bytes), "the configured cap"
    in_shm = SHM in trial.backend.backing
    while cap > 1 and needs.short_of(Payload(trial.kind, trial.bytes(cap)), 1, in_shm):
        cap, why = cap // 2, "the machine's memory"
    return cap, why


def sizes_that_matter(trial: Any, sizes: list[int]) -> list[int]:
    """The units of the payloads of `sizes` bytes, behind a pilot: a smaller one that foretells how long they take."""
    units = sorted({units_in(trial, size) for size in sizes})
    return sorted({max(1, units[0] // PILOT), *units}) if units else []


def beyond_deadline(trial: Any, n: int, seconds: float) -> str:
    """Why n units can't be tried in so many seconds, by how long the last trial took, or ""."""
    expected = trial.seconds * n / trial.tried if trial.tried else 0
    if expected <= seconds:
        return ""
    forecast = f"would have taken {expected:.3g} s, past its deadline of {seconds:g} s"
    return f"a trial of {trial.bytes(n):,} bytes, which {forecast}"


def reason_declined(backend: type[Backend], element: str, start_method: Any) -> str | None:
    """Why not even one unit can be asked for, or None."""
    if not backend.shared:
        return "nothing is shared"
    if backend.collective:
        return backend.collective
    if not backend.objects and element not in RAW:
        return "holds ints and bytes only"
    _, kind, size, _ = ELEMENTS[element]
    cell = Cell("", kind, size(1), 1, sys.version_info[:2], start_method)
    return operations.reason_declined(backend, cell) or backend.missing()


def measure(backend: Any, element: str, settings: dict[str, Any], context: Any, name: str) -> dict[str, Any]:
    """The columns of one limit."""
    started = time.perf_counter()
    reason = reason_declined(backend, element, context.get_start_method())
    fault = host.shm_fault() if SHM in backend.backing else ""
    if reason or fault:
        words = "declined: " + reason if reason else UNTRIED + fault
        return dict(unit=ELEMENTS[element][0], failure=words, capped=False, probes=0)
    trial = PayloadProbe(backend, element, name, context)
    with Ending(trial.owner.stop):
        cap, why = search_cap(trial, settings["cap_bytes"])
        found = search(
            trial,
            cap,
            sizes_that_matter(trial, settings.get("try_first", [])),
            lambda n: beyond_deadline(trial, n, settings["deadline_seconds"]),
            lambda: trial.seconds > settings["cap_seconds"],
        )
    return dict(
        unit=trial.unit,
        limit=found.limit,
        limit_bytes=trial.bytes(found.limit) if element != "int_bits" else found.limit / 8,
        capped=found.capped,
        cap=found.limit,
        cap_reason="" if not found.capped else found.ended or why,
        failure=found.failure,
        probes=found.probes,
        seconds=time.perf_counter() - started,
    )


def elements_with_limit(path: str) -> list[str]:
    """The elements for which a search ended at a limit, from its CSV."""
    with open(path, newline="", encoding="utf-8") as file:
        return [row["element"] for row in csv.DictReader(file) if row["capped"] == "False" and row["limit"]]


def main(description: str, out: str, parent: str) -> None:
    wanted = json.loads(description)
    watchdog.end_with_process(int(parent))
    path = discovery.find(wanted["backend"])
    shared = dict(
        digest=digest(wanted["settings"], path),
        node=host.node(),
        interpreter=wanted["interpreter"],
        version=sys.version.split()[0],
        optimised=not __debug__,
        backend=wanted["backend"],
    )
    writer = Writer(out, shared, columns.LIMIT_COLUMNS)
    context = multiprocessing.get_context(wanted["start_method"])
    name = host.prefix(out)
    temporary.enter(name)
    host.remove_semaphores(name)
    host.name_semaphores(name)
    elements = elements_with_limit(wanted["after"]) if wanted["after"] else wanted["elements"]
    for element in elements:
        writer.row(element=element, **measure(discovery.load(path), element, wanted["settings"], context, name))
    watchdog.end_children()
    writer.close(element="", failure=END)


if __name__ == "__main__":
    main(*sys.argv[1:])
