"""Synthetic cells: a configuration with as many as wanted, and raw files like those of a measurement."""

from __future__ import annotations

import itertools
import json
import random
import shutil
import time
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import yaml

from collect import samples, steps
from measure.contract import discovery, operations
from measure.contract.cell import Cell
from measure.record.columns import COLUMNS, LIMIT_COLUMNS
from measure.record.writer import checksum
from provenance import run_facts
from sweep import plan
from sweep.interpreters import Interpreter

ROOT = Path(__file__).parent.parent.parent
CHOSEN = {"3.13": Interpreter("/nowhere/python", (3, 13, 1))}
BLOCKS, PER_BLOCK = 10, 500  # more cells than BLOCKS x PER_BLOCK are more blocks
PROCESSES = [1, 2]
BATCHES = 8  # of an operation, of all workers together
SECONDS = 0.004  # of a batch
OPERATIONS = ["create", "attach", "read_item", "read_item_fixed", "write_item", "write_item_fixed", "iterate"]
OPERATIONS += ["copy_out", "copy_in", "increment_locked"]


class Machine:
    """A machine that cells are made up for: its name, its kind, and the truth of its times."""

    node = kind = "synthetic"

    def seconds(self, backend: str, size: int, place: int) -> float:
        """The true seconds of a cell's operation number `place`."""
        return 1e-8 * (place + 1) * size**0.3

    def pace(self, done: float) -> float:
        """How many times as long a batch takes, `done` being the part of its window (0 to 1) that lies before it."""
        return 1.0


def overrides(
    cells: int, outdir: Path, backends: Sequence[str] = ("all",), blocks: int | None = None
) -> dict[str, Any]:
    """What makes a configuration one of about so many cells: all backends, and as many sizes as that needs."""
    blocks = blocks or max(BLOCKS, cells // PER_BLOCK)
    number = sum(map(takes, plan.expand_all(list(backends), discovery.BACKENDS)))
    count = max(2, round(cells / blocks / number / len(PROCESSES)))
    sizes = [8 * round(2 ** (7 + 14 * place / (count - 1))) for place in range(count)]  # 1 KiB to 16 MiB
    part = {"why": "scale", "interpreters": "newest", "payloads": ["items"], "sizes": sizes, "processes": PROCESSES}
    part["operations"] = OPERATIONS
    return {
        "outdir": str(outdir),
        "blocks": blocks,
        "backends": list(backends),
        "sweep": [part],
        "instrument": [],
        "transfer": [],
        "causes": [],
    }


def takes(name: str) -> bool:
    """Whether a backend takes such cells."""
    cell = Cell(name, "items", 4096, max(PROCESSES), CHOSEN["3.13"].version[:2])
    return operations.reason_declined(discovery.load(discovery.find(name)), cell) is None


def config(cells: int, outdir: Path, **options: Any) -> dict[str, Any]:
    """The default configuration with so many cells; `options` are those of `overrides`."""
    base = yaml.safe_load((ROOT / "config/config.yaml").read_text(encoding="utf-8"))
    return base | overrides(cells, outdir, **options)


def raw(row: dict[str, Any], source: random.Random, started: float, on: Machine) -> str:
    """The text of a cell's file; `started` is its beginning in seconds, `on` the Machine."""
    processes = int(row["processes"])
    shared = dict(
        cell=row["name"], set=plan.set_of(row), digest="synthetic", node=on.node, kind=f'"{on.kind}"', boot_id="0f9a",
        interpreter=row["interpreter"], placement=row["placement"],
        implementation="cpython", version="3.13.1", build="pgo lto", start_method="spawn", affinity="0 1", cores=2,
        gc="on", backend=row["backend"], payload=row["payload"], size_bytes=row["size_bytes"], processes=processes,
        servers=0, oversubscribed=False, block=row["block"], wall_started=started,
    )  # fmt: skip
    lines = [",".join(COLUMNS)]
    for place, operation in enumerate(row["operations"].split()):
        seconds = on.seconds(row["backend"], row["size_bytes"], place) * source.lognormvariate(0, 0.1)
        lines += batches(shared, operation, seconds, source, int((started + place / 20) * 1e9), on)
    end = {"operation": "cell", "phase": "cell", "seconds_per_operation": 0.9, "wall_ended": started + 0.9}
    return with_closing_row([*lines, line(shared, end | {"megahertz": 2600.0})])


def with_closing_row(lines: list[str]) -> str:
    """The text of a file whose last line tells of the others, as measure.record.writer has it."""
    *before, last = lines
    covered = "\n".join([*before, f"{last.rsplit(',', 2)[0]},{len(before) - 1},"])
    return covered + checksum(zlib.crc32(covered.encode("utf-8"))) + "\n"


def raw_set(rows: list[dict[str, Any]], source: random.Random, started: float, on: Machine) -> str:
    """The text of a set's own file, which began at `started` and took a second a cell."""
    name = plan.set_of(rows[0])
    facts: dict[str, Any] = dict(cell=f"{name}/set", set=name, node=on.node, kind=f'"{on.kind}"', boot_id="0f9a")
    facts.update(
        digest="synthetic",
        interpreter=rows[0]["interpreter"],
        block=rows[0]["block"],
        cores=2,
        operation="set",
        phase="set",
    )
    facts.update(wall_started=started, wall_ended=started + len(rows) - 0.1, seconds_per_operation=len(rows) - 0.1)
    busy = 0.3 * len(rows) if source.random() < 0.01 else 0.01  # one set in a hundred is disturbed
    facts.update(busy_other_seconds=busy, steal_seconds=0.0, megahertz=2600.0)
    return with_closing_row([",".join(COLUMNS), line(facts, {})])


def batches(
    shared: dict[str, Any], operation: str, seconds: float, source: random.Random, now: int, on: Machine
) -> Iterator[str]:
    """The lines of an operation: its warm-up, then the batches of all workers, who begin together at `now`."""
    facts = {"operation": operation, "line": "value = view[i]; i = next(positions)", "lock": "none"}
    loops = max(1, int(SECONDS / seconds))
    yield line(shared, facts | {"phase": "warmup", "worker": 0, "loops": loops, "seconds_per_operation": seconds})
    sample = facts | {
        "phase": "sample",
        "visit": now,
        "loops": loops,
        "canary_seconds": 1.4e-4,
        "switches": 0,
        "check": "ok",
    }
    places = {"worker": "{}", "batch": "{}", "seconds_per_operation": "{!r}", "started_ns": "{}", "ended_ns": "{}"}
    form = line(shared, sample | places)
    for worker in range(shared["processes"]):
        clock, count = now, BATCHES // shared["processes"]
        for batch in range(count):
            lasted = int(loops * seconds * on.pace(batch / count) * 1e9 * source.uniform(1, 1.1)) + 1
            yield form.format(worker, batch, lasted / 1e9 / loops, clock, clock + lasted)
            clock += lasted


def line(shared: dict[str, Any], facts: dict[str, Any]) -> str:
    """One line of a cell's file."""
    full = shared | facts
    return ",".join([str(full.get(name, "")) for name in COLUMNS])


def collected(wanted: dict[str, Any], out: Path, machines: Sequence[Machine]) -> tuple[int, float, float]:
    """Write the raw files of one block after another and collect each; how many there were, and (wall, CPU) seconds.

    `wanted` is the configuration; the machines take the blocks in turns.
    """
    rows = plan.cells(wanted, CHOSEN)
    (out / "plan.csv").write_text(plan.as_csv(rows), encoding="utf-8")
    source, spent, begins = random.Random(wanted["seed"]), [0.0, 0.0], itertools.count(1_000_000)
    digests = dict.fromkeys(discovery.paths(), "synthetic")
    for block in range(wanted["blocks"]):
        for some in sets_of([row for row in rows if row["block"] == block and not row["reason"]]):
            machine, starts = machines[block % len(machines)], [float(next(begins)) for _ in some]
            for row, started in zip(some, starts, strict=True):
                write(out, row["name"], raw(row, source, started, machine))
            write(out, f"{plan.set_of(some[0])}/set", raw_set(some, source, starts[0], machine))
        wall, cpu = time.perf_counter(), time.process_time()
        steps.block(str(block), out / "plan.csv", out / "raw", digests, out / f"{block}.parquet")
        spent = [spent[0] + time.perf_counter() - wall, spent[1] + time.process_time() - cpu]
        shutil.rmtree(out / "raw")
    return sum(not row["reason"] for row in rows), spent[0], spent[1]


def claims_file(out: Path) -> Path:
    """claims.yaml as a made-up sweep can be judged by it: its own plan says which readings there are.

    The real ones declare interpreters, sizes and processes, of which a made-up sweep has its own.
    """
    document = yaml.safe_load((ROOT / "config/claims/article.yaml").read_text(encoding="utf-8"))
    for claim in document["claims"]:
        for entry in claim.get("readings", []):
            for key in ("interpreters", "sizes", "processes"):
                entry.pop(key, None)
    path = out / "claims.yaml"
    path.write_text(yaml.safe_dump(document, allow_unicode=True), encoding="utf-8")
    return path


def sets_of(rows: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """The rows of each set."""
    found: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        found.setdefault(plan.set_of(row), []).append(row)
    return list(found.values())


def write(out: Path, name: str, text: str) -> Path:
    """Write the file of a cell or a set where the collector looks for it."""
    path = out / "raw" / f"{name}.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def surroundings(wanted: dict[str, Any], out: Path) -> None:
    """What the judge and the report read beside the samples: a run without controls, limits or checks."""
    facts = dict(run_facts.facts(wanted, CHOSEN, {}), controls={})
    (out / "run.json").write_text(json.dumps(facts), encoding="utf-8")
    (out / "limits.csv").write_text(",".join(LIMIT_COLUMNS) + "\n", encoding="utf-8")
    (out / "works.csv").write_text(",".join(samples.WORKS) + "\n", encoding="utf-8")
