"""While a run goes on: how many of its cells are done, how long the others should take, and how many failed.

One line that moves on a terminal, and a line a minute in a file.
"""

from __future__ import annotations

import json
import logging
import sys
import threading
import time
from collections.abc import Callable
from typing import TextIO

from snakemake.logging import logger
from snakemake_interface_logger_plugins.common import LogEvent

from measure.contract import discovery
from sweep.targets import Sweep

TERMINAL_SECONDS, FILE_SECONDS = 5.0, 60.0  # between two lines
DONE = ".snakemake_timestamp"  # Snakemake leaves it in a folder when the job that fills it has ended
FAILURES = tuple(f",{name},".encode() for name in ("timeout", "exception", "died", "wrong"))  # the column `error`
CLEAR = "\r\x1b[K"
SELECTING = "Select jobs to execute..."


class Progress:
    """Tells of a run's progress from `start` to `stop`; it looks for the folders of sets that have ended."""

    def __init__(self, sweep: Sweep, stream: TextIO = sys.stderr, clock: Callable[[], float] = time.monotonic) -> None:
        self.sweep, self.stream, self.clock = sweep, stream, clock
        self.moves = stream.isatty()
        self.ended: dict[str, int] = {}  # BLOCK/INTERPRETER/SET -> its cells in which an operation failed
        self.at_first: set[str] = set()  # that had ended when this process began
        self.began = 0.0
        self.stopped = threading.Event()
        self.thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin to tell, unless all is measured already."""
        self.began = self.clock()
        self.look()
        self.at_first = set(self.ended)
        if len(self.ended) < len(self.wanted()):
            self.thread = threading.Thread(target=self.tell_on, daemon=True)
            self.thread.start()

    def stop(self) -> None:
        """Tell once more, and no more."""
        if self.thread:
            self.stopped.set()
            self.thread.join()
            self.tell("\n")
            self.thread = None

    def tell_on(self) -> None:
        """Tell, again and again."""
        while not self.stopped.wait(TERMINAL_SECONDS if self.moves else FILE_SECONDS):
            self.tell("" if self.moves else "\n")

    def tell(self, end: str) -> None:
        """Write the line as it is now."""
        self.look()
        self.stream.write(f"{CLEAR if self.moves else ''}{self.line()}{end}")
        self.stream.flush()

    def clear(self) -> None:
        """Make room on a terminal for what others say."""
        if self.moves and self.thread:
            self.stream.write(CLEAR)

    def look(self) -> None:
        """Note the sets that have ended since the last look."""
        for name in self.wanted():
            if name not in self.ended and (self.sweep.out / "raw" / name / DONE).exists():
                self.ended[name] = sum(map(self.failed, self.sweep.sets[name]))

    def failed(self, row: dict[str, str]) -> bool:
        """Whether an operation of a cell failed; a control's is meant to, and a refusal is no failure."""
        path = self.sweep.out / "raw" / f"{row['name']}.csv"
        if row["backend"] in discovery.paths(discovery.CONTROLS) or not path.exists():
            return False
        text = path.read_bytes()
        return any(one in text for one in FAILURES)

    def wanted(self) -> list[str]:
        """The sets that the run measures: with a budget those of the first blocks, then whatever it allotted."""
        allotted: dict[str, int] = {}
        if self.sweep.config["budget"] and self.sweep.run.budget.exists():
            told = json.loads(self.sweep.run.budget.read_text(encoding="utf-8"))
            allotted = {name: family["blocks"] for family in told["families"] for name in family["sets"]}
        found = []
        for name in self.sweep.sets:
            block, _, rest = name.partition("/")
            if int(block) in self.sweep.blocks or allotted.get(rest, 0) > int(block):
                found.append(name)
        return found

    def line(self) -> str:
        """The progress in words."""
        wanted = self.wanted()
        cells = {name: len(self.sweep.sets[name]) for name in wanted}
        done = sum(cells[name] for name in self.ended)
        failed = sum(self.ended.values())
        minutes = self.seconds_left(wanted) / 60
        return (
            f"{done:,} of {sum(cells.values()):,} cells done, about {minutes:.1f} minutes left for the others, "
            f"{failed:,} failed"
        )

    def seconds_left(self, wanted: list[str]) -> float:
        """What the plan expects of the cells that are left, corrected by what this process's cells took."""
        left = self.planned([name for name in wanted if name not in self.ended])
        measured = self.planned([name for name in self.ended if name not in self.at_first])
        return left * (self.clock() - self.began) / measured if measured else left

    def planned(self, names: list[str]) -> float:
        """The seconds that the plan expects of some sets."""
        return sum(float(row["seconds"]) for name in names for row in self.sweep.sets[name])


class Quiet(logging.Filter):
    """Keeps from the terminal that jobs are selected and executed, two lines a set, and makes room for the rest."""

    def __init__(self, progress: Progress) -> None:
        super().__init__()
        self.progress = progress

    def filter(self, record: logging.LogRecord) -> bool:
        if record.__dict__.get("event") == LogEvent.JOB_STARTED or record.msg == SELECTING:
            return False
        self.progress.clear()
        return True


def listen(sweep: Sweep) -> Progress:
    """The progress of a run, which is told when it is started; Snakemake's own words about its jobs are kept away."""
    progress = Progress(sweep)
    for handler in logger.handlers:
        if not isinstance(handler, logging.FileHandler):
            handler.addFilter(Quiet(progress))
    return progress
