"""`python -m validate.scale OUT.csv`: seconds and memory of each step, and the workflow's overhead.

The overhead is that of Snakemake over a bare loop of the same cells, both for real, in turns.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import yaml

from sweep import commands, targets
from validate import synthetic_cells, synthetic_cluster

PLANNED = [500, 2_000, 10_000]
COLLECTED = [500, 5_000, 50_000]
CLUSTERED = [50_000]  # on nodes of several kinds
COLUMNS = ["step", "cells", "seconds", "cpu_seconds", "peak_mib"]
Row = list[Any]  # of COLUMNS
# (steps, cells): (what they may take together in seconds, in MiB). Starting Python is part of it, once a step.
AIMS: dict[tuple[str, ...], tuple[int, int, int | None]] = {
    ("plan", "dry run"): (10_000, 60, None),
    ("blocks", "samples"): (50_000, 30, 1024),
    ("judge",): (50_000, 20, 1024),
}
OVERHEAD = 0.1  # of the measuring
LINEAR = 1.3  # times the cells' own growth, between the two largest sizes
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(synthetic_cells.ROOT / "scripts")}


def spent(command: list[str]) -> tuple[str, float, float, float]:
    """Run it; its output, seconds, processor seconds and the peak of its largest process in MiB."""
    started = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=synthetic_cells.ROOT, env=ENVIRONMENT, stdout=subprocess.PIPE, encoding="utf-8", errors="replace"
    )
    assert process.stdout is not None  # it is a pipe
    output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    unit = 2**20 if sys.platform == "darwin" else 2**10
    return output, time.perf_counter() - started, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / unit


def step(name: str, cells: int, out: Path) -> tuple[int, float | None, float | None]:
    """What this script does in a process of its own, so that its memory is its own."""
    wanted = synthetic_cells.config(cells, out)
    if name == "plan":
        return len(targets.load(wanted, ["config/config.yaml"]).measured), None, None
    return synthetic_cells.collected(
        wanted, out, synthetic_cluster.nodes() if name == "cluster" else [synthetic_cells.Machine()]
    )


def own(name: str, cells: int, out: Path) -> Row:
    """One row: this script's step, measured from inside where the step tells it, else from outside."""
    output, wall, cpu, peak = spent(
        [sys.executable, "-m", "validate.scale", "--step", name, "--cells", str(cells), str(out)]
    )
    count, inside_wall, inside_cpu = json.loads(output)
    return row(name, count, inside_wall or wall, inside_cpu or cpu, peak)


def row(name: str, cells: int, wall: float, cpu: float, peak: float) -> Row:
    """A step's figures, rounded."""
    return [name, cells, round(wall, 2), round(cpu, 2), round(peak)]


def planning(cells: int, out: Path) -> Iterator[Row]:
    """The plan, then Snakemake's dry run of it."""
    first = own("plan", cells, out)
    yield first
    (out / "config.json").write_text(json.dumps(synthetic_cells.overrides(cells, out)), encoding="utf-8")
    command = [sys.executable, "-m", "snakemake", "--dry-run", "--quiet", "all", "--cores", "1"]
    yield row("dry run", first[1], *spent([*command, "--configfile", str(out / "config.json")])[1:])


def judging(cells: int, out: Path, name: str = "blocks", of: str = "") -> Iterator[Row]:
    """The blocks one by one, then the samples of all, then the verdicts; `of` is part of the rows' names."""
    first = own(name, cells, out)
    first[0] = f"blocks{of}"
    yield first
    synthetic_cells.surroundings(synthetic_cells.config(cells, out), out)
    module = [sys.executable, "-m"]
    words = ["samples", f"--plan={out}/plan.csv", f"--summary={out}/summary.csv", f"{out}/samples.parquet"]
    words += map(str, sorted(out.glob("[0-9]*.parquet"), key=lambda path: int(path.stem)))
    yield row(f"samples{of}", first[1], *spent([*module, "collect", *words])[1:])
    given = [str(out), str(synthetic_cells.claims_file(out))]
    yield row(f"judge{of}", first[1], *spent([*module, "judge", *given])[1:])


def clustering(cells: int, out: Path) -> Iterator[Row]:
    """The same on a made-up cluster, and its report; ends the program when a verdict is not the truth."""
    of = f" of {len(synthetic_cluster.KINDS)} kinds"
    for entry in judging(cells, out, "cluster", of):
        yield entry
    wrong = list(synthetic_cluster.mistakes(json.loads((out / "verdicts.json").read_text(encoding="utf-8"))))
    if wrong:
        sys.exit("\n".join(wrong))
    for name in ("figures", "html"):
        yield row(f"{name}{of}", entry[1], *spent([sys.executable, "-m", f"render.{name}", str(out)])[1:])


REAL = {  # cells like those of the default sweep, for the workflow's overhead
    "blocks": 2,
    "instrument": [],
    "transfer": [],
    "causes": [],
    "limits": {"backends": []},
    "sweep": [
        {
            "why": "overhead",
            "interpreters": "newest",
            "payloads": ["items", "blob"],
            "sizes": ["1 KiB", "16 KiB", "64 KiB", "256 KiB", "1 MiB", "4 MiB"],
            "processes": [1],
            "operations": "all",
        }
    ],
}


def workflow(out: Path) -> Iterator[Row]:
    """The same cells by Snakemake, up to the blocks' tables, and by a bare loop."""
    given = REAL | {"outdir": str(out / "by_snakemake")}
    (out / "config.json").write_text(json.dumps(given), encoding="utf-8")
    base = yaml.safe_load((synthetic_cells.ROOT / "config/config.yaml").read_text(encoding="utf-8"))
    config = base | given | {"limits": base["limits"] | given["limits"]}
    plan = targets.load(config, ["config/config.yaml"])
    tables = [str(plan.out / f"blocks/{block}.parquet") for block in plan.blocks]
    command = [sys.executable, "-m", "snakemake", *tables, "--no-hooks", "--quiet", "all", "--cores", "all"]
    yield row("workflow", len(plan.measured), *spent([*command, "--configfile", str(out / "config.json")])[1:])
    bare = [sys.executable, "-m", "validate.scale", "--step", "loop", str(out)]
    yield row("bare loop", len(plan.measured), *spent(bare)[1:])


def loop(out: Path) -> None:
    """Each set's command, one after the other."""
    rows = (out / "by_snakemake/plan.csv").open(newline="")
    plan = targets.Sweep(json.loads((out / "by_snakemake/run.json").read_text())["config"], list(csv.DictReader(rows)))
    for name, members in plan.sets.items():
        command = f"{commands.of_set(plan, members)} {out}/bare/{name} {os.getpid()}"
        subprocess.run(command, shell=True, check=True)


def findings(rows: list[Row]) -> Iterator[str]:
    """One sentence an aim that was looked for: met, or missed by how much."""
    for steps, (cells, limit, mib) in AIMS.items():
        some = [entry for entry in rows if entry[0] in steps and entry[1] > 0.9 * cells]
        if some:
            took, peak = sum(entry[2] for entry in some), max(entry[4] for entry in some)
            met = took <= limit and (mib is None or peak <= mib)
            yield f"{' and '.join(steps)}, {some[0][1]} cells: {took:.0f} s, {peak} MiB: {'met' if met else 'missed'}"
    seconds = {entry[0]: entry[2] for entry in rows}
    if "workflow" in seconds:
        share = seconds["workflow"] / seconds["bare loop"] - 1
        yield f"workflow over a bare loop: {share:.1%} more: {'met' if share <= OVERHEAD else 'missed'}"
    for name in dict.fromkeys(entry[0] for entry in rows):
        mine = [entry for entry in rows if entry[0] == name]
        if len(mine) > 1:
            before, last = mine[-2:]
            if last[3] / before[3] > LINEAR * last[1] / before[1]:
                yield f"{name}: grows faster than the cells"


def measured(planned: Sequence[int], collected: Sequence[int], clustered: Sequence[int]) -> Iterator[Row]:
    """Rows of COLUMNS, each printed as it comes."""
    print("{:18}{:>8}{:>10}{:>10}{:>10}".format(*(name.replace("_", " ") for name in COLUMNS)))
    steps: list[Callable[[Path], Iterator[Row]]] = [partial(planning, cells) for cells in planned]
    steps += [partial(judging, cells) for cells in collected]
    steps += [partial(clustering, cells) for cells in clustered]
    for measure in [*steps, workflow]:
        with tempfile.TemporaryDirectory() as folder:
            for entry in measure(Path(folder)):
                print("{:18}{:8}{:10}{:10}{:10}".format(*entry), flush=True)
                yield entry


def main() -> None:
    """Measure all steps, write the table and print which aims were met; or be one step."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--step", choices=["plan", "blocks", "cluster", "loop"], help="for the script's own use")
    parser.add_argument("--cells", type=int, help="for the script's own use")
    parser.add_argument("--planned", type=int, nargs="*", default=PLANNED)
    parser.add_argument("--collected", type=int, nargs="*", default=COLLECTED)
    parser.add_argument("--clustered", type=int, nargs="*", default=CLUSTERED)
    parser.add_argument("out", type=Path)
    given = parser.parse_args()
    if given.step == "loop":
        return loop(given.out)
    if given.step:
        print(json.dumps(step(given.step, given.cells, given.out)))
        return
    rows = list(measured(given.planned, given.collected, given.clustered))
    lines = [",".join(map(str, entry)) for entry in [COLUMNS, *rows]]
    given.out.parent.mkdir(parents=True, exist_ok=True)
    given.out.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print("\n".join(findings(rows)))


if __name__ == "__main__":
    main()
