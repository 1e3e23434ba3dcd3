"""`python -m measure.cell_set '[{…}, …]' FOLDER PARENT`: cells that are compared, each becomes a CSV in FOLDER.

All are alive at the same time, each in a process tree of its own, and one at a time is at work. They go through the
operations in the same order. Of each, every cell in turn, in random order, does what comes before its window; then the
cells are visited, a batch each time, in an order that is drawn anew for each round. So what is compared was measured
within the same second or two, on the same machine in the same state. A machine whose speed changes from one second to
the next would else give each cell another one.
"""

from __future__ import annotations

import contextlib
import glob
import json
import os
import random
import select
import signal
import subprocess
import sys
import time

from measure.contract import needs
from measure.contract.cell import Cell
from measure.contract.operations import OPERATIONS
from measure.harness import order, turns
from measure.hints import Callable
from measure.record.writer import Writer
from measure.system import host, watchdog

POLL_SECONDS = 0.5  # between two looks whether a cell that says nothing is still there
KILLED = 128  # what a shell adds to a signal's number
# A cell ends what hangs by itself, within its deadline. One that can't (it is stopped, or hangs in C with the GIL) is
# killed from here: after so many of its deadlines, and as long as a large payload takes to be made.
DEADLINES, LEEWAY_SECONDS = 5, 60
PIPES = 2  # of each cell, open in this process


class Member:
    """A cell of the set; `says` is what it said when it last gave its turn away, or "" when it has ended."""

    def __init__(self, cell: Cell, folder: str) -> None:
        self.cell = cell
        self.out = os.path.join(folder, os.path.basename(cell.name) + ".csv")
        self.patience = DEADLINES * cell.settings["deadline_seconds"] + LEEWAY_SECONDS
        self.says = ""
        self.hung = False

    def start(self) -> None:
        """Start the cell's process, which says so when it is ready for its first turn."""
        self.reading, theirs_to_write = os.pipe()
        theirs_to_read, self.writing = os.pipe()
        ends = (theirs_to_read, theirs_to_write)
        argument = "{},{}".format(*ends)
        self.process = subprocess.Popen(self.command("0", argument), pass_fds=ends)
        self.late = time.monotonic() + self.patience
        for end in ends:
            os.close(end)

    def command(self, *more: str) -> list[str]:
        words = [sys.executable, "-s", "-m", "measure", self.cell.to_json(), self.out, str(os.getpid())]
        return [*words, *more]

    def turn(self, number: int) -> None:
        """Let the cell work until it gives its turn away."""
        self.wake(number)
        self.listen()

    def wake(self, number: int) -> None:
        self.late = time.monotonic() + self.patience
        with contextlib.suppress(BrokenPipeError):  # it was killed in its sleep, and says nothing any more
            os.write(self.writing, b"%d\n" % number)

    def end_if_late(self) -> None:
        """Kill a cell that has had its turn for too long, by the monotonic clock."""
        if time.monotonic() > self.late and self.process.poll() is None:
            self.hung = True
            self.process.kill()

    def listen(self) -> None:
        """Until the cell gives its turn away, or has ended."""
        while not heard([self]):
            pass
        there = select.select([self.reading], [], [], 0)[0]  # else it has ended, and an orphan of it holds the pipe
        said = os.read(self.reading, 64) if there else b""
        self.says = said.decode().strip() or self.end()

    def end(self) -> str:
        """Wait for the process; a cell that was killed gets rows that say so."""
        status = self.process.wait()
        os.close(self.reading)
        os.close(self.writing)
        if status:
            for left in glob.glob(glob.escape(self.out) + ".*.part"):
                os.remove(left)
            code = turns.HUNG if self.hung else KILLED - status if status < 0 else status
            told = subprocess.run(self.command(str(code), turns.NO_TURNS))
            if told.returncode:  # an error of ours, which the cell has told: no finding, and the end of the set
                sys.exit(told.returncode)
        return ""


def heard(members: list[Member]) -> list[Member]:
    """Those that have said something or ended; after a while perhaps none."""
    ready = select.select([member.reading for member in members], [], [], POLL_SECONDS)[0]
    for member in members:
        member.end_if_late()
    return [member for member in members if member.reading in ready or member.process.poll() is not None]


class CellSet:
    """Cells of one block, to be measured in turns."""

    def __init__(self, cells: list[Cell], folder: str) -> None:
        first = cells[0]
        self.members = [Member(cell, folder) for cell in cells]
        self.chance = random.Random(f"{first.seed} {first.name}")
        self.ranks = {name: rank for rank, name in enumerate(order.in_order(OPERATIONS, first.seed, first.block))}
        self.number, self.processors = 0, len(host.affinity())

    def run(self) -> None:
        """Measure all operations of all cells."""
        self.side_by_side(self.members, Member.start)
        while any(member.says for member in self.members):
            self.measure(min((member.says for member in self.members if member.says), key=self.ranks.__getitem__))

    def measure(self, operation: str) -> None:
        """Measure an operation of all cells that have come to it."""
        visited = [member for member in self.members if member.says == operation]
        while visited:
            for member in self.shuffled(visited):
                member.turn(self.next_number())
            self.aside([member for member in visited if member.says == turns.ASIDE])
            visited = [member for member in visited if member.says == turns.VISIT]

    def aside(self, members: list[Member]) -> None:
        """Let cells do what is not measured."""
        self.side_by_side(members, lambda member: member.wake(self.next_number()))

    def side_by_side(self, members: list[Member], begin: Callable[[Member], None]) -> None:
        """Begin with each, as many at a time as there are processors, and wait until all give their turns away."""
        waiting = list(members)
        busy: list[Member] = []
        while waiting or busy:
            while waiting and len(busy) < self.processors:
                busy.append(waiting.pop(0))
                begin(busy[-1])
            for member in heard(busy):
                busy.remove(member)
                member.listen()

    def shuffled(self, members: list[Member]) -> list[Member]:
        return self.chance.sample(members, len(members))

    def next_number(self) -> int:
        self.number += 1
        return self.number


class Facts:
    """What happened on the machine from here to `write`."""

    def __init__(self) -> None:
        self.started, self.began = time.time(), time.perf_counter_ns()
        self.busy, self.own = host.busy_seconds(), host.own_seconds()

    def write(self, path: str, cell: Cell) -> None:
        """The row of the set, in a file of its own."""
        now, busy = time.perf_counter_ns(), host.busy_seconds()
        name = os.path.dirname(cell.name)
        shared = dict(cell=name + "/set", set=name, node=host.node(), kind=host.kind(), boot_id=host.boot_id())
        shared.update(interpreter=cell.interpreter, block=cell.block, cores=len(host.affinity()), digest=cell.digest)
        found = dict(wall_started=self.started, wall_ended=time.time(), started_ns=self.began, ended_ns=now)
        found.update(seconds_per_operation=(now - self.began) / 1e9)
        if busy is not None and self.busy is not None:
            others = busy[0] - self.busy[0] - (host.own_seconds() - self.own)
            found.update(busy_other_seconds=max(0.0, others), steal_seconds=busy[1] - self.busy[1])
        writer = Writer(path, shared)
        writer.close(operation="set", phase="set", megahertz=host.megahertz(), **found)


def too_many(cells: list[Cell]) -> str:
    """Why this process can't talk to so many cells, or ""."""
    wanted, allowed = needs.OWN_DESCRIPTORS + PIPES * len(cells), host.most_descriptors()
    if allowed is None or wanted <= allowed:
        return ""
    return f"a set of {len(cells)} cells needs about {wanted} descriptors, {allowed} are allowed: raise it by ulimit -n"


def main(description: str, folder: str, parent: str) -> None:
    """Measure the set; it ends when process number `parent` is gone."""
    watchdog.end_with_process(int(parent))
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    cells = [Cell.from_json(json.dumps(facts)) for facts in json.loads(description)]
    if not host.is_version(cells[0].interpreter):
        sys.exit(f"{sys.executable}: is {host.version()}, and was {cells[0].interpreter} when the run was planned")
    if fault := too_many(cells):
        sys.exit(fault)
    os.makedirs(folder, exist_ok=True)
    facts = Facts()
    CellSet(cells, folder).run()
    facts.write(os.path.join(folder, "set.csv"), cells[0])


if __name__ == "__main__":
    main(*sys.argv[1:])
