"""One cell: what is measured, in which order, and a row for whatever comes of it."""

from __future__ import annotations

import gc
import multiprocessing
import time

from measure.contract import backend, discovery, needs, operations
from measure.contract.payload import Payload
from measure.harness import correctness, failures, first_use, order, roles, turns
from measure.harness.bulk_refresh import BulkRefresh
from measure.harness.channel_transfer import TransferRunner
from measure.harness.creation import Creation
from measure.harness.item_latency import ItemLatency
from measure.harness.pools import worker_context
from measure.harness.pools.worker_pool import WorkerPool
from measure.hints import TYPE_CHECKING, Any, Callable
from measure.record.stopwatch import Stopwatch
from measure.system import affinity, host, topology
from measure.system.ending import Ending, quietly
from measure.timing import caches, canary, singly
from measure.timing.totals import total

if TYPE_CHECKING:
    from measure.contract.cell import Cell

EXCHANGES = {kind.operation: kind for kind in (ItemLatency, BulkRefresh)}


class CellRunner:
    """A cell on its way; `journal` takes its rows, `turns` say when it is at work.

    See `config/schemas/config.schema.yaml` for the settings.
    """

    def __init__(self, cell: Cell, path: str, journal: Any, turns: Any) -> None:
        self.cell, self.path, self.journal, self.turns = cell, path, journal, turns
        self.watch = Stopwatch(lambda: time.perf_counter() - turns.slept)
        self.settings = dict(cell.settings, **discovery.load_or_stand_in(path).settings)
        self.payload = Payload(cell.payload, cell.size, cell.draws)
        self.context = multiprocessing.get_context(cell.start_method)
        self.name = journal.prefix
        self.backend = discovery.load_or_stand_in(path)(self.payload, self.name, self.context)
        self.backend.workers = cell.processes
        self.creation = Creation(self.backend, cell.size, self.settings)
        # The others are the workers' alone.
        self.ways = {
            "create": self.creation.repeated,
            "transfer": self.transfer,
            **dict.fromkeys(EXCHANGES, self.exchange),
        }
        self.ways.update(dict.fromkeys(operations.FIRST, self.first), first_create=self.creation.first)
        self.wanted: list[str] = []
        self.firsts: dict[str, Any] = {}  # operation -> answer: one worker does several of them
        self.pool: Any = None
        self.noted: set[str] = set()  # operations after which the memory was looked at
        self.processors: list[int] | None = None  # a processor for each worker, where the cell has a placement

    def run(self, wanted: list[str]) -> None:
        """Measure the operations that are `wanted`, in the order of the cell's block."""
        self.turns.wait("start")
        reason = operations.reason_declined(type(self.backend), self.cell) or self.backend.missing()
        if reason is None:
            shortage = needs.shortage(self.backend, self.payload, self.cell.processes, wanted)
            if shortage:
                return self.journal.fail_remaining("refused", shortage)
        else:
            return self.journal.fail_remaining("declined", reason)
        try:
            self.processors = affinity.pin_cell(self.cell, self.backend)
        except topology.Unplaceable as refusal:
            return self.journal.fail_remaining("refused", str(refusal))
        with Ending(lambda: self.close_pool(kill=False), lambda: self.end(self.creation.discard), self.stop):
            self.start()
            with self.turns, self.watch("payload"):
                self.creation.data = self.payload.make()
            gc.freeze()  # each batch of two sides begins with a collection: 3 ms, if it looked at the harness
            self.wanted = order.in_order(wanted, self.cell.seed, self.cell.block)
            for operation in self.wanted:
                self.turns.wait(operation)
                self.journal.begin(operation)
                with self.watch("operation"):
                    self.measure(operation)
            self.turns.wait(turns.ASIDE)  # to end, too, is nothing that is measured

    def stop(self) -> None:
        self.end(self.backend.stop)

    def end(self, step: Callable[[], Any]) -> None:
        """Take one of the last steps, within its deadline."""
        self.journal.deadline.set(self.settings["deadline_seconds"])
        try:
            with self.watch("end"):
                step()
        finally:
            self.journal.deadline.clear()

    def start(self) -> None:
        self.journal.begin("start")
        self.journal.deadline.set(self.settings["deadline_seconds"])
        with self.watch("server"):
            started = time.perf_counter_ns()
            self.backend.start()
            ended = time.perf_counter_ns()
        self.journal.deadline.clear()
        if type(self.backend).start is not backend.Backend.start:
            answer = dict(batches=[(1, started, ended)], check="ok", visits=[self.turns.number])
            self.journal.samples("start", self.line("start"), -1, answer)

    def line(self, operation: str) -> Any:
        return operations.line(type(self.backend), operation, self.payload.kind)

    def measure(self, operation: str) -> None:
        """One operation, with a canary on either side; a failure is a row, and the next one starts anew."""
        line, reason = self.line(operation), operations.reason_not_offered(type(self.backend), operation, self.cell)
        if reason is not None:
            return self.journal.failure(operation, "declined", reason)
        self.journal.deadline.set(self.settings["deadline_seconds"] * 3)
        try:
            if operation in self.ways:  # else the workers level theirs
                caches.level()
            before = canary.canary()
            answers = self.ways.get(operation, self.on_workers)(operation)
            fixed_task = (before + canary.canary()) / 2
            with self.watch("record"), self.journal.turn:  # all workers' rows, or none
                self.record_answers(operation, line, answers, fixed_task)
        except failures.WorkerFailed as broken:
            self.fail(operation, broken.kind, broken.reason)
            self.close_pool(kill=True)
        except Exception as error:
            self.fail(operation, "exception", failures.in_words(error))
            self.close_pool(kill=True)
        finally:
            self.journal.deadline.clear()

    def fail(self, operation: str, error: str, reason: str, predicted: float | None = None) -> None:
        """A row of the failure; with the race that explains it, where nothing guards what several do at a time."""
        unguarded = operations.lock_name(self.backend, operation) == "none"
        together = self.cell.processes > 1 or operations.OPERATIONS[operation] == "turns"
        if error == "exception" and unguarded and together and self.backend.race:
            reason = f"{reason} ({self.backend.race})"
        self.journal.failure(operation, error, reason, predicted)

    def open_pool(self) -> None:
        if self.pool is None:
            with self.turns:
                with self.watch("share"):
                    self.creation.hand_over()
                with self.watch("spawn"):
                    self.pool = WorkerPool(self.backend, self.spec(), self.context, self.turns)
            with self.watch("attach"):
                self.pool.attach()
            self.note_memory("attach")

    def close_pool_aside(self) -> None:
        with self.turns:
            self.close_pool(kill=False)

    def prepare_pool(self) -> None:
        """Workers whose object is as it was made: a fresh one, where what the last operation did can't be undone."""
        self.open_pool()
        with self.watch("prepare"):
            answers = self.pool.perform("prepare", self.settings["deadline_seconds"])
        if not all(answer.get("restored") for answer in answers):
            self.close_pool(kill=False)
            self.open_pool()

    def on_workers(self, operation: str) -> Any:
        """The workers' answers; the counters are compared across all of them, here, in another process."""
        self.prepare_pool()
        view = self.pool.view
        before = correctness.count(self.pool.reader, view, operation) if view is not None else None
        answers = self.pool.perform(operation, self.settings["deadline_seconds"])
        if view is not None and not any("error" in answer for answer in answers):
            verdict = self.check_from_parent(view, operation, before, answers)
            if verdict != "ok":
                for answer in answers:
                    answer["check"] = verdict
        for answer, processors in zip(answers, self.pool.processors):
            answer["processors"] = processors
        if operation == "copy_out":
            self.note_memory(operation)
        return answers

    def note_memory(self, operation: str) -> None:
        """What each process of the cell holds after an operation; of several pools, the first one's."""
        if operation not in self.noted:
            self.noted.add(operation)
            with self.watch("record"):
                for worker, held in self.pool.held_memory():
                    self.journal.memory(operation, worker, held)

    def check_from_parent(self, view: Any, operation: str, before: Any, answers: Any) -> str:
        """Whether this process sees what the workers did."""
        if operation in correctness.COUNTERS:
            after = correctness.count(self.pool.reader, view, operation)
            return correctness.check_counter(before, after, total(answer["added"] for answer in answers))
        verdicts = {correctness.check_written(self.pool.reader, view, answer.get("written", ())) for answer in answers}
        return "; ".join(sorted(verdicts - {"ok"})) or "ok"

    def spec(self) -> dict[str, Any]:
        return dict(
            path=self.path,
            payload=(self.payload.kind, self.payload.size, self.cell.draws),
            name=self.name,
            start_method=self.cell.start_method,
            workers=self.cell.processes,
            processors=self.processors,
            seed=self.cell.draws,
            settings=self.settings,
        )

    def record_answers(self, operation: str, line: str, answers: Any, fixed_task: float) -> None:
        """Rows of every worker's answer, or one of the error."""
        broken = [answer for answer in answers if answer.get("error")]
        if broken:
            self.fail(operation, broken[0]["error"], broken[0]["reason"], broken[0].get("predicted"))
            if self.cell.processes > 1:
                self.close_pool(kill=True)  # the others may be waiting for the one that failed
            return
        lock = operations.lock_name(self.backend, operation)
        for worker, answer in roles.timed(operation, answers):
            index, line = -1 if operation in self.ways else worker, answer.get("line", line)
            if "footprint" in answer:
                self.journal.constants(footprint_bytes=answer["footprint"])
            self.journal.warmup(operation, line, index, answer)
            answer.setdefault("canary", fixed_task)
            answer["visits"] = answer.get("visits") or [self.turns.number] * len(answer["batches"])
            self.journal.samples(operation, line, index, answer, lock)
        each = [taken for answer in answers for taken in answer.get("singly", ())]
        if each:
            self.journal.quantiles(operation, line, lock, singly.quantiles(each))

    def exchange(self, operation: str) -> Any:
        """Changes made for the worker, and by it."""
        self.prepare_pool()
        return [EXCHANGES[operation](self.pool, self.settings).measure()]

    def transfer(self, operation: str) -> Any:
        """From here to a receiver and back."""
        rounds = TransferRunner(self.backend, self.spec(), worker_context.of(self.backend, self.context))
        with Ending(rounds.close):
            return [dict(rounds.measure(), processors=self.processors or host.affinity())]

    def first(self, operation: str) -> Any:
        """First uses, all that are wanted of them at once."""
        if operation not in self.firsts:
            self.firsts = first_use.measure(self.short_life, self.payload.size, self.settings, self.wanted)
        return [self.firsts[operation]]

    def short_life(self, uses: list[str]) -> list[dict[str, Any]]:
        """What a fresh worker on a fresh object answers to each of `uses`."""
        self.open_pool()
        number, seconds = self.turns.number, self.settings["deadline_seconds"]
        answers = [self.pool.perform(name, seconds)[0] for name in uses]
        self.close_pool_aside()
        return [dict(answer, visits=[number] * len(answer.get("batches", ()))) for answer in answers]

    def close_pool(self, kill: bool) -> None:
        """Whatever the pool's end raises is no loss of what was measured; a hang meets the deadline."""
        pool, self.pool = self.pool, None
        if pool is None:
            return
        self.journal.deadline.set(self.settings["deadline_seconds"])
        with self.watch("close"):
            quietly(lambda: pool.close(kill))
        self.journal.deadline.clear()
