"""`python -m validate.pyperf_crosscheck OUT.csv [--rounds N] [--only TEXT]`: the same lines, by us and by pyperf.

Both take turns, a line at a time, and a ratio is one of neighbours. Ours is a cell as the sweep runs it, with all lines
of a mechanism, of which one is taken, the median of its batches: were all taken, their ratios would share the weather
of one second. pyperf's is `timeit` of the line, calibrated by itself, the mean of its values. An item's position comes
from the same iterator in both, for it is part of what we time. pyperf's own loop draws none: a line that runs in it
bare shows what that costs. What can set two figures of one line apart: pyperf's mean has the delays that our median
leaves out, and a line that costs more at some positions sees another sample of them, the first 1000 of the draw against
our window's.
"""

from __future__ import annotations

import argparse
import csv
import itertools
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib.metadata import distribution
from pathlib import Path
from statistics import mean, median
from typing import Any, NamedTuple

import numpy as np
import yaml

from measure.contract import discovery, operations
from measure.contract.backend import Backend
from measure.contract.cell import Cell
from stats import intervals
from sweep import commands, interpreters
from sweep.interpreters import Interpreter

ROOT = Path(__file__).resolve().parent.parent.parent
COLUMNS = ["interpreter", "line", "operation", "backend", "ours_seconds", "pyperf_seconds", "ratio", "low", "high"]
COLUMNS += ["our_wall_seconds", "pyperf_wall_seconds", "rounds", "loop", "time_share", "remark"]
COLUMNS += ["mean_ratio", "mean_low", "mean_high", "agrees"]
OPERATIONS = ("read_item", "read_item_fixed", "write_item", "write_item_fixed", "increment", "copy_out")
BARE = "read_item_fixed"  # once more, in pyperf's own loop
SIZE = 65536
DRAWN = 1000  # positions that one of pyperf's loops draws: starting the inner loop is spread over so many
LOW, HIGH = 0.97, 1.03
WIDEST = 1.10**2  # high over low of an interval that still says something where its ratio lies outside
# Its default is 20 processes: but a round is one look of several, and rounds tell more than processes of one moment.
PYPERF = ["--processes", "1", "--values", "3", "--warmups", "1", "--inherit-environ", "PYTHONPATH,PYTHONNOUSERSITE"]
SETUP = """
import multiprocessing, os
from itertools import cycle, islice
from measure.contract import discovery
from measure.contract.payload import Payload
from measure.timing import positions
payload = Payload("items", {size}, {seed})
Backend = discovery.load(discovery.find("{backend}"))
globals().update(discovery.names_in(Backend))
backend = Backend(payload, "sst%d" % os.getpid(), multiprocessing.get_context("spawn"))
if backend.shared:  # else what was made before would lie between the items of the view, as it doesn't for a worker
    backend.create(payload.make())
view = backend.attach(backend.handle())
i, value = positions.fixed_position(payload.length), payload.tag(0, 1)
draw = cycle([i] if {fixed} else positions.draw_positions(payload.length, {seed}))
""".strip()
TEARDOWN = "backend.detach(view); backend.destroy()"


class Timing(NamedTuple):
    """Seconds an operation, the wall seconds that measuring them took, and the mean beside what the figure is.

    Ours come from one cell, each with its share of the cell's wall seconds.
    """

    seconds: float
    wall: float
    mean: float


class Case(NamedTuple):
    """A line to time; a `bare` one stands alone in pyperf's loop."""

    label: str
    python: str
    backend: str
    operation: str
    bare: bool


class Failed(Exception):
    """A line could not be timed; the text says why."""


def cases(chosen: dict[str, Interpreter], backends: Iterable[str]) -> list[Case]:
    """The lines of the backends that need no server, under each of `chosen`, label -> Interpreter.

    A copy that goes item by item is left out: where it takes a second, pyperf repeats it for a quarter of a minute.
    """
    alone = [name for name in backends if not mechanism(name).servers]
    lines = [(operation, False) for operation in OPERATIONS] + [(BARE, True)]
    everything = [(name, *one) for name in alone for one in lines if one[0] not in mechanism(name).itemwise]
    return [Case(label, interpreter.path, *one) for label, interpreter in chosen.items() for one in everything]


def mechanism(name: str) -> type[Backend]:
    """A backend's class."""
    return discovery.load(discovery.find(name))


def line(case: Case) -> str:
    """The source line that is timed."""
    text = operations.line(mechanism(case.backend), case.operation, "items")
    if text is None:
        raise Failed(f"{case.backend} doesn't offer {case.operation}")
    return text


class Bench:
    """Runs either contender in `folder`, which holds pyperf alone: the workflow's other packages aren't theirs."""

    def __init__(self, folder: str, timing: dict[str, Any]) -> None:
        """Copy pyperf into the folder."""
        self.folder, self.timing = Path(folder), timing
        for file in distribution("pyperf").files or ():  # its metadata too: under 3.8 it wants to find its entry points
            if ".." not in file.parts and file.suffix != ".pyc":
                (self.folder / file).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(file.locate(), self.folder / file)
        path = os.pathsep.join([str(self.folder), str(ROOT / "scripts")])
        self.environment = commands.environment(str(ROOT)) | {"PYTHONPATH": path, "PYTHONNOUSERSITE": "1"}

    def run(self, case: Case, *arguments: str) -> float:
        """The wall seconds of `python -m arguments`."""
        started = time.perf_counter()
        command = [case.python, "-s", "-m", *arguments]
        done = subprocess.run(
            command, env=self.environment, cwd=self.folder, capture_output=True, encoding="utf-8", errors="replace"
        )
        if done.returncode:
            raise Failed(f"{case}: {done.stderr or done.stdout}")
        return time.perf_counter() - started

    def ours(self, case: Case, group: list[Case], seed: int) -> Timing:
        """Of a case, from one cell with the operations of its whole group."""
        out = self.folder / "cell.csv"
        names = tuple(dict.fromkeys(case.operation for case in group))
        cell = Cell(
            case.backend,
            "items",
            SIZE,
            1,
            name="crosscheck",
            interpreter=case.label,
            operations=names,
            seed=seed,
            settings=self.timing,
        )
        wall = self.run(case, "measure", cell.to_json(), str(out), str(os.getpid()))
        middle, average = ours_in(out, names)[case.operation]
        return Timing(middle, wall / len(names), average)

    def pyperf(self, case: Case, group: list[Case], seed: int) -> Timing:
        """Of a case, by `pyperf timeit`, whatever its group."""
        out = self.folder / "pyperf.json"
        out.unlink(missing_ok=True)  # pyperf won't overwrite it
        wall = self.run(case, "pyperf", "timeit", "--quiet", *PYPERF, "--output", str(out), *statement(case, seed))
        average = pyperf_in(out)
        return Timing(average, wall, average)


def statement(case: Case, seed: int) -> list[str]:
    """pyperf's arguments for a line and for the view that it works on."""
    setup = SETUP.format(size=SIZE, seed=seed, backend=case.backend, fixed=case.operation.endswith("_fixed"))
    prepared = ["--setup", setup, "--teardown", TEARDOWN]
    if case.bare or operations.OPERATIONS[case.operation] != "item":
        return [*prepared, line(case)]
    return [*prepared, "--inner-loops", str(DRAWN), f"for i in islice(draw, {DRAWN}):\n    {line(case)}"]


def ours_in(path: Path, names: Iterable[str]) -> dict[str, tuple[float, float]]:
    """Median and mean of the batches of each of the operations `names` in a cell's CSV."""
    with open(path, newline="", encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["phase"] == "sample"]
    failed = [f"{row['operation']}: {row['reason']}" for row in rows if row["error"]]
    failed += [f"{name}: no sample" for name in set(names) - {row["operation"] for row in rows}]
    if failed:
        raise Failed("; ".join(failed))
    seconds = {
        name: [float(row["seconds_per_operation"]) for row in rows if row["operation"] == name] for name in names
    }
    return {name: (median(some), mean(some)) for name, some in seconds.items()}


def pyperf_in(path: Path) -> float:
    """The mean of the values in pyperf's JSON, which is what it reports; a run that calibrates has no values."""
    (benchmark,) = json.loads(Path(path).read_text(encoding="utf-8"))["benchmarks"]
    return mean(value for run in benchmark["runs"] for value in run.get("values", ()))


def measured(
    todo: list[Case],
    takers: Mapping[str, Callable[[Case, list[Case], int], Timing]],
    rounds: int,
    source: random.Random,
) -> dict[Case, list[dict[str, Timing]]]:
    """Case -> a pair a round, {contender: Timing}; mechanisms, their lines and contenders come in a drawn order."""
    pairs: dict[Case, list[dict[str, Timing]]] = {case: [] for case in todo}
    groups = [list(group) for _, group in itertools.groupby(todo, lambda case: (case.label, case.backend))]
    for seed in range(rounds):
        for group in source.sample(groups, len(groups)):
            print(f"round {seed + 1} of {rounds}: {group[0].label} {group[0].backend}", file=sys.stderr)
            for case in source.sample(group, len(group)):
                names = source.sample(sorted(takers), len(takers))
                pairs[case].append({name: takers[name](case, group, seed) for name in names})
    return pairs


def row(case: Case, pairs: list[dict[str, Timing]]) -> dict[str, Any]:
    """One line of the table. `time_share`: our wall time over pyperf's for an interval of the same width."""
    ours, pyperf = (np.array([pair[name] for pair in pairs]) for name in ("ours", "pyperf"))
    ratio, means = (np.exp(intervals.interval(np.log(ours[:, at] / pyperf[:, at]))).tolist() for at in (0, 2))
    seconds, walls = (np.median(ours[:, 0]), np.median(pyperf[:, 0])), (ours[:, 1].sum(), pyperf[:, 1].sum())
    spreads = [np.log(one[:, 0]).std(ddof=1) if len(one) > 1 else np.nan for one in (ours, pyperf)]
    share = spreads[0] ** 2 * walls[0] / (spreads[1] ** 2 * walls[1])  # a width shrinks with the root of the time
    numbers = [f"{number:.6g}" for number in (*seconds, *ratio, *walls)]
    extra = [len(pairs), "pyperf's" if case.bare else "ours", f"{share:.3g}"]
    values = [case.label, line(case), case.operation, case.backend, *numbers, *extra]
    values += [remark(case, seconds, ratio, means, spreads), *(f"{number:.6g}" for number in means)]
    return dict(zip(COLUMNS, [*values, "yes" if agrees(ratio) else "no"], strict=True))


def agrees(interval: Sequence[float]) -> bool:
    """Whether (ratio, low, high) lies within LOW to HIGH, or its interval reaches there and is narrow."""
    ratio, low, high = interval
    return LOW <= ratio <= HIGH or (low <= HIGH and high >= LOW and high / low <= WIDEST)


def remark(
    case: Case, seconds: Sequence[float], interval: Sequence[float], means: Sequence[float], spreads: Sequence[float]
) -> str:
    """Why a line lies outside the band, if it does; `spreads` are those of ours and pyperf's from round to round."""
    ratio, low, high = interval
    if case.bare:
        return f"no position is drawn: {(seconds[0] - seconds[1]) * 1e9:.1f} ns less"
    if LOW <= ratio <= HIGH:
        return ""
    place = "outside, but the interval reaches the band" if low <= HIGH and high >= LOW else "outside"
    place += "; by the mean of our batches it agrees" if agrees(means) and not agrees(interval) else ""
    return f"{place}; the rounds spread by {spreads[0]:.1%} (ours) and {spreads[1]:.1%} (pyperf)"


def summary(rows: list[dict[str, Any]]) -> str:
    """The sentence that ends the run."""
    same = [one for one in rows if one["loop"] == "ours"]
    ratios = [float(one["ratio"]) for one in same]
    inside, shares = sum(LOW <= ratio <= HIGH for ratio in ratios), [float(one["time_share"]) for one in rows]
    return (
        f"{inside} of {len(ratios)} lines are within {LOW} to {HIGH}, their median ratio is {median(ratios):.3f}; "
        f"{sum(one['agrees'] == 'yes' for one in same)} agree, with intervals that reach there and are no wider than "
        f"×/÷1.10 among them; "
        f"for the same width our harness takes {median(shares):.2f} of pyperf's time"
    )


def main(out: Path, rounds: int, only: str) -> None:
    """Time every line in turns, write the table, and print its summary."""
    config = yaml.safe_load((ROOT / "config" / "config.yaml").read_text(encoding="utf-8"))
    chosen = interpreters.choose(config["interpreters"])
    ends = {label: chosen[label] for label in interpreters.group(list(chosen), "ends")}
    todo = [case for case in cases(ends, config["backends"]) if only in " ".join(map(str, case))]
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(folder, config["timing"])
        takers = {"ours": bench.ours, "pyperf": bench.pyperf}
        pairs = measured(todo, takers, rounds, random.Random(config["seed"]))
    rows = [row(case, pairs[case]) for case in todo]
    out.parent.mkdir(parents=True, exist_ok=True)
    with out.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    print(summary(rows))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("out", type=Path)
    parser.add_argument("--rounds", type=int, default=12)
    parser.add_argument("--only", default="", help="the lines whose description has this text")
    try:
        main(**vars(parser.parse_args()))
    except (Failed, interpreters.NotFound) as error:
        sys.exit(str(error))
