"""A worker: attaches, times what it is told to, and answers with its batches and their check."""

from __future__ import annotations

import gc
import multiprocessing
import time
from collections.abc import Iterator

from measure.contract import discovery, increment_locks, operations
from measure.contract.payload import ITEM_BYTES, Payload
from measure.harness import (
    attach,
    bulk_refresh,
    correctness,
    failures,
    first_use,
    item_latency,
    restoration,
    turns,
    warm_time,
)
from measure.harness.barrier import Barrier
from measure.harness.mix import MixTimer
from measure.hints import TYPE_CHECKING, Any
from measure.system import affinity, host, watchdog
from measure.system.counters import Tally
from measure.timing import caches, singly, warm_up
from measure.timing.compile import compile_line
from measure.timing.disturbance import Disturbance
from measure.timing.positions import Draw, draw_positions, fixed_position
from measure.timing.totals import total
from measure.timing.visits import Visits
from measure.timing.window import Alone, Timer, join_neighbours, run_window

if TYPE_CHECKING:
    from measure.contract.backend import Backend

# Single accesses that foretell an operation which goes item by item: for so long, and no more than these.
PROBE_SECONDS = 0.01
MOST_PROBES = 8192
ATTACH = "join"  # what the harness says to a worker first; `attach` is an operation
# To the parent, which makes the changes, or without a window.
ANSWERS: dict[str, Any] = {**attach.ANSWERS, "latency": item_latency.answer, "refresh": bulk_refresh.answer}


class Worker:
    """One worker of a cell. `spec` is what the harness hands over: see worker_pool.WorkerPool."""

    def __init__(self, spec: dict[str, Any]) -> None:
        self.spec = spec
        self.index, self.workers = spec["worker"], spec["workers"]
        self.settings = spec["settings"]
        self.payload = Payload(*spec["payload"])
        self.backend = self.fresh()
        self.alone = self.workers == 1 or not self.backend.shared  # does nobody else see what it does?
        self.company: Barrier | None = None
        if self.workers > 1:
            self.company = Barrier(spec["barrier"], spec["flags"], self.index, self.settings["deadline_seconds"])
        self.data = None
        self.view: Any = None
        self.draws: dict[bool, list[int]] = {}
        self.writers = 0  # how many of the workers write while others read
        self.changed: tuple[str, list[int]] | None = None  # by the last operation: see restoration.CHANGED

    def attach(self) -> None:
        """Attach to the shared object, and keep how long that took: it is the first time in this process."""
        caches.level()
        tally = Tally()
        self.attached = tally.around(self.attach_once)()
        self.attached_counts = tally.found
        tally.close()
        self.lock = self.backend.lock or self.spec["lock"]
        gc.freeze()  # the collection before each operation need not look at the harness again: 3 ms each

    def attach_once(self) -> tuple[int, int, int]:
        """(1, started, ended) of attaching."""
        started = time.perf_counter_ns()
        self.view = self.backend.attach(self.spec["handle"])
        return 1, started, time.perf_counter_ns()

    def detach(self) -> None:
        if self.view is not None:
            self.backend.detach(self.view)

    def fresh(self) -> Backend:
        """An instance of the backend; the context is the one that started this worker."""
        context = multiprocessing.get_context(self.spec["start_method"])
        return discovery.load(self.spec["path"])(self.payload, self.spec["name"], context)

    def line(self, operation: str) -> str:
        line = operations.line(type(self.backend), operation, self.payload.kind)
        assert line is not None, operation  # the parent asks for what is offered alone
        return line

    def timer(self, operation: str, drawn: Any = None) -> Any:
        """The operation's line, compiled, with all it works on."""
        if operation in operations.MIXES:
            return MixTimer(self, operation)
        writes = operation.startswith("write_item")
        if operation == "copy_in" and self.data is None:
            self.data = self.payload.make()
        if drawn is None and operation.endswith("_fixed"):
            drawn = [self.payload.place(fixed_position(self.payload.length, self.index))]
        elif drawn is None and operations.OPERATIONS[operation] == "item":
            drawn = self.places(disjoint=writes and self.workers > 1)
        lock = self.lock
        if operation == "increment_own_lock":
            lock = self.backend.own_lock(self.spec["handle"])
        if operation == "increment_fcntl":
            lock = open(increment_locks.path(self.spec["name"]), "a", encoding="utf-8")
        return Timer(self.timed(operation), self.view, self.data, lock, Draw(drawn or [0]))

    def timed(self, operation: str, note: Any = None) -> Any:
        """The operation's line as a loop, each of whose turns calls `note` with its end."""
        line, names = self.line(operation), discovery.names_in(type(self.backend))
        if operation == "increment_fcntl":
            names.update(increment_locks.names())
        if note is not None:
            line, names = singly.NOTED.format(line), dict(names, note=note)
        return compile_line(line, operations.OPERATIONS[operation], names)

    def places(self, disjoint: bool) -> Any:
        """The draw, made once: to shuffle 65,536 positions takes as long as a window."""
        if disjoint not in self.draws:
            seed, length = self.spec["seed"], self.payload.length
            drawn = draw_positions(length, seed, self.index, self.workers, disjoint)
            self.draws[disjoint] = self.payload.places(drawn)
        return self.draws[disjoint]

    def predicted(self, operation: str) -> float:
        """Seconds that an operation which goes item by item will take, or a turn of a mix; 0 for any other one."""
        if operation in operations.MIXES:
            return total(operations.MIXES[operation].values()) * self.seconds_an_access("read_item")
        if operation not in self.backend.itemwise or self.payload.kind == "blob":
            return 0.0
        return self.payload.length * self.seconds_an_access("write_item" if operation == "copy_in" else "read_item")

    def seconds_an_access(self, probe: str) -> float:
        """What a single access takes, about: `probe` is read_item or write_item."""
        # Neighbours in the middle: the first touches their page; where the position costs, the middle is the mean.
        middle, value = self.payload.length // 2, self.payload.item(0)
        timer = self.timer(probe, self.payload.places(range(middle, self.payload.length)[:MOST_PROBES]))
        # Ever more of them, until they are warm: cold, they took up to five times as long. The quicker one of the last
        # two rounds: what else runs on the machine may fall into one, and made a forecast 45 times too high.
        count, taken, each = 1, 0, float("inf")
        while taken < PROBE_SECONDS * 1e9 and count <= MOST_PROBES:
            _, started, ended, *_ = timer.run(count, value)
            taken, last, each = ended - started, each, (ended - started) / count
            count *= 2
        if probe == "write_item":
            restoration.restore(self.backend, self.view, self.lock, self.payload, "visited", timer.draw.visited())
        return min(last, each) / 1e9

    def perform(self, operation: str) -> dict[str, Any]:
        """The answer for one operation: warm-up, batches, check; or an error with its reason."""
        if operation == ATTACH:
            self.attach()
            return {}
        gc.collect()
        if operation == "prepare":
            return self.prepare()
        if operations.OPERATIONS[operation] == "first":
            return first_use.answer(self, operation)
        self.writers = operations.ROLES[operation].writers if operation in operations.ROLES else 0
        operation = operations.part(operation, self.index)
        if operation in restoration.CHANGED:
            self.changed = restoration.CHANGED[operation], []
        if operation in ANSWERS:
            return self.answer(operation)
        predicted = self.predicted(operation)
        if predicted > self.settings["allowance_seconds"]:
            return self.refusal(predicted)
        timer = self.timer(operation)
        before = correctness.look_before(self, operation)
        disturbance = Disturbance(self.workers == 1, self.spec["servers"])
        company = self.company_of(timer, operation)
        runs, spent = self.window(timer, operation, company, disturbance)
        if self.changed:
            self.changed = self.changed[0], timer.writes.visited()
        batches = [run[:3] for run in runs] if company.numbers else join_neighbours(runs)
        answer = dict(disturbance.marks(), batches=batches, visits=company.numbers, warmup=spent)
        if not self.writers and operations.is_timed_singly(operation, self.backend):  # a window that all take part in
            answer["singly"] = self.singly(timer, operation, batches)
        answer["added"] = timer.added()
        answer.update(correctness.check(self, operation, timer, runs, before))
        return answer

    def singly(self, timer: Any, operation: str, batches: Any) -> list[int]:
        """What each operation takes, in nanoseconds, after the window `batches`."""
        notes = singly.Notes()
        timer.timed = self.timed(operation, notes.note)
        return singly.nanoseconds(timer.run, notes, self.settings, batches, self.company, self.workers)

    def prepare(self) -> dict[str, Any]:
        """Before each operation: the object as it was made, and the caches as before all others."""
        (changed, visited), self.changed = self.changed or ("", []), None
        restored = True
        if changed == "visited" or (changed and (self.index == 0 or not self.backend.shared)):
            restored = restoration.restore(self.backend, self.view, self.lock, self.payload, changed, visited)
        caches.level()
        return dict(restored=restored)

    def answer(self, operation: str) -> dict[str, Any]:
        """What comes of taking turns with the parent."""
        try:
            return ANSWERS[operation](self)
        except TimeoutError as error:
            return dict(error="timeout", reason=str(error))

    def refusal(self, predicted: float) -> dict[str, Any]:
        """Why an operation that would take so many seconds isn't done."""
        self.changed = None  # by what wasn't done
        reason = "would take {:.3g} s, {:.3g} s are allowed".format(predicted, self.settings["allowance_seconds"])
        return dict(error="predicted", reason=reason, predicted=predicted)

    def company_of(self, timer: Any, operation: str) -> Any:
        """With whom the window is shared: the cell's other workers, the set's other cells, or nobody.

        What a message takes depends on where the scheduler has put its two ends: a window that is cut into visits
        would be another quantity.
        """
        if self.company is not None:
            return self.company
        in_visits = operations.is_access(operation) and not operations.is_answered_by_server(self.backend)
        return Visits(self.pause, len(timer.draw.drawn)) if in_visits else Alone()

    def pause(self) -> int:
        """Sleep until the cell has its next turn; the turn's number."""
        connection = self.spec["connection"]
        connection.send(turns.PAUSE)
        number: int = connection.recv()
        return number

    def window(self, timer: Any, operation: str, company: Any, disturbance: Disturbance) -> Any:
        """The operation's batches, (loops, start, end, last position, last value, value written), and the warm-up."""
        batch = 0

        def run(loops: int) -> Any:
            nonlocal batch
            batch += 1
            if operation == "copy_in":
                timer.data = self.payload.stamp(timer.data, self.index, batch)
            value = self.payload.tag(self.index, batch)
            *timed, result = timer.run(loops, value)
            timer.held.append(result)
            return (*timed, value)

        rule, run = warm_time.rule(operation, self.payload.size, len(timer.draw.drawn)), disturbance.around(run)
        return run_window(run, self.settings, rule, self.touch(timer, run), company)

    def touch(self, timer: Any, run: Any) -> Iterator[tuple[int, int]]:
        """(loops, nanoseconds) of each step through the draw's pages, by the operation's own line."""
        draw = timer.draw
        each = len(draw.drawn) > 1 and self.payload.kind != "mapping" and not isinstance(timer, MixTimer)
        pages = warm_up.one_a_page(draw.drawn, ITEM_BYTES) if each else []  # a mapping's entries lie anywhere
        for step in warm_up.in_steps(pages):
            timer.draw = Draw(step)
            loops, started, ended, *_ = run(len(step))
            timer.draw = draw
            draw.touched += step
            yield loops, ended - started


def failure(error: Exception) -> dict[str, Any]:
    return dict(error="exception", reason=failures.in_words(error))


def main(spec: dict[str, Any]) -> None:
    """Serve the harness until it says None."""
    watchdog.end_with_parent()
    connection = spec["connection"]
    if spec["processors"]:
        affinity.pin_process([spec["processors"][spec["worker"]]])
    try:
        worker = Worker(spec)
    except Exception as error:
        connection.send(failure(error))
        return
    connection.send({"processors": host.affinity()})
    for operation in iter(connection.recv, None):
        try:
            answer = worker.perform(operation)
        except Exception as error:
            answer = failure(error)
        connection.send(answer)
    worker.detach()
