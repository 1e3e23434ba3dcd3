"""`python -m judge.budget`: after the first blocks, how many each set of cells gets of the time that is left."""

from __future__ import annotations

import argparse
import csv
import json
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from collect import integrity, tables
from collect.integrity import BadRun
from collect.samples import WORKS, merge
from judge import claims, closed_test, verdicts
from judge.instrument.disturbance import disturbed_sets
from judge.model import Reading, Verdict
from measure.record.columns import LIMIT_COLUMNS
from stats import allocation
from support.validation import BadInput

Sets = frozenset[str]  # INTERPRETER/SET, without a block
Place = tuple[str, str, str, int, int]  # interpreter, backend, payload, bytes, processes


@dataclass(frozen=True)
class Family:
    """Sets of cells that are compared with each other, and so measured equally often.

    `spread` and `need` are those of the widest of its readings that decide (stats.allocation), `need` with `blocks`
    blocks; `repeated`: how many of these replace a disturbed one.
    """

    sets: list[str]
    readings: int
    seconds_a_block: float
    repeated: int
    spread: float
    first: int
    need_first: float
    blocks: int
    need_foretold: float


def reach(reading: Reading) -> float:
    """How far (a log) a reading has to see: half of what lies between two margins, or from no effect to the margin.

    Where the effect lies is not asked: it would be the data that says where more data is looked for.
    """
    if reading.criterion in closed_test.WITHIN:
        low, high = closed_test.pair(reading.margin)
        return (high - low) / 2
    return abs(float(np.log(reading.margin)))


def spreads(claim: Verdict) -> Iterator[tuple[Reading, float]]:
    """(reading, its `spread`) of those that decide a claim by effects, by the standard deviation of its p-values."""
    deciding = [one for one in claim.readings if one.decides and one.criterion not in closed_test.EXACT]
    usual = closed_test.usual_spread(deciding) if deciding else 0.0
    for reading in deciding:
        effects = reading.alternatives or [reading.logs]
        known = [np.std(logs, ddof=1) for logs in effects if len(logs) > 1]
        if known and not reading.bound and reach(reading) > 0:
            yield reading, max(usual, float(max(known))) / reach(reading)


def sets_of(reading: Reading, places: dict[Place, str]) -> Sets:
    """The sets that a reading's cells are in."""
    where = reading.conditions
    sizes = where.get("size")
    sizes = sizes if isinstance(sizes, list) else [sizes]
    wanted = (
        (where["interpreter"], name, where["payload"], size, where["processes"])
        for name in where["backends"]
        for size in sizes
    )
    return frozenset(places[place] for place in wanted if place in places)


def places_of(plan: Path) -> dict[Place, str]:
    """Where each cell of a plan is measured."""
    rows = csv.DictReader(plan.open(encoding="utf-8", newline=""))
    return {
        (
            row["interpreter"],
            row["backend"],
            row["payload"],
            int(row["size_bytes"]),
            int(row["processes"]),
        ): without_block(row["name"].rpartition("/")[0])
        for row in rows
        if not row["reason"] and row["placement"] == "none"
    }


def without_block(name: str) -> str:
    """BLOCK/INTERPRETER/SET -> INTERPRETER/SET."""
    return name.partition("/")[2]


def joined(groups: Iterable[Sets]) -> list[Sets]:
    """The groups, those that share a member as one."""
    found: list[Sets] = []
    for group in groups:
        touching = [one for one in found if one & group]
        found = [one for one in found if not one & group] + [group.union(*touching)]
    return sorted(filter(None, found), key=sorted)


def families(
    judged: Sequence[Verdict], places: dict[Place, str], rows: pd.DataFrame, seconds: float, first: int, most: int
) -> list[Family]:
    """How many blocks each family gets.

    First as many as it had disturbed ones, by marks that say nothing about their values; then what is left of the time
    goes to the widest.

    Parameters
    ----------
    judged : the claims, by the first blocks
    places : as `places_of` gives them
    rows : samples of the phase "set", as `collect.tables.read` has them
    seconds : float, for all cells of the run
    first, most : int, the blocks that all have, and the most that one gets
    """
    known = [(sets_of(reading, places), spread) for claim in judged for reading, spread in spreads(claim)]
    groups = joined(sets for sets, _ in known)
    taken = integrity.span(rows).diff(axis=1)["ended"].groupby(rows["set"].astype(str)).sum()
    each = taken.groupby(taken.index.map(without_block)).mean()
    costs = [float(each.reindex(sorted(group)).sum()) for group in groups]
    disturbed = disturbed_sets(rows)
    repeated = [repeats(group, disturbed) for group in groups]
    widest = [max(spread for sets, spread in known if sets & group) for group in groups]
    counts = [min(most, first + again) for again in repeated]
    left = seconds - float(taken.sum()) - sum((a - first) * b for a, b in zip(counts, costs, strict=True))
    blocks = allocation.allocate(widest, costs, left, counts, most)
    return [
        Family(
            sets=sorted(group),
            readings=sum(bool(sets & group) for sets, _ in known),
            seconds_a_block=round(costs[place], 2),
            repeated=repeated[place],
            spread=round(widest[place], 4),
            first=first,
            need_first=round(allocation.need(widest[place], first), 3),
            blocks=blocks[place],
            need_foretold=round(allocation.need(widest[place], blocks[place] - repeated[place]), 3),
        )
        for place, group in enumerate(groups)
    ]


def repeats(group: Sets, disturbed: set[str]) -> int:
    """In how many blocks one of the sets was disturbed."""
    return len({name.partition("/")[0] for name in disturbed if without_block(name) in group})


def needs(judged: Sequence[Verdict], places: dict[Place, str], told: list[dict[str, Any]]) -> pd.DataFrame:
    """One row a family: what was foretold after the first blocks, and what came of it (`need`)."""
    known = [(sets_of(one, places), spread, len(one.logs)) for claim in judged for one, spread in spreads(claim)]
    found = []
    for family in told:
        own = [allocation.need(spread, blocks) for sets, spread, blocks in known if sets & set(family["sets"])]
        found.append({**family, "sets": " ".join(family["sets"]), "need": round(max(own), 3) if own else None})
    return pd.DataFrame(found)


def first_verdicts(given: argparse.Namespace, run: dict[str, Any]) -> tuple[list[Verdict], pd.DataFrame]:
    """(the claims, the rows of the sets) of the first blocks."""
    with tempfile.TemporaryDirectory() as folder:
        for _ in merge(given.inputs, given.plan, Path(folder) / "samples.parquet"):
            pass
        samples = tables.read(Path(folder) / "samples.parquet")
    nothing = pd.DataFrame(columns=list(LIMIT_COLUMNS)), pd.DataFrame(columns=WORKS)
    judged = verdicts.verdicts(samples, *nothing, run, claims.load(given.claims))
    return list(judged.claims), samples.rows[samples.rows["phase"] == "set"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("plan", "run", "claims"):
        parser.add_argument(f"--{name}", required=True, type=Path)
    for name in ("first", "most"):
        parser.add_argument(f"--{name}", required=True, type=int)
    parser.add_argument("--seconds", required=True, type=float, help="for all cells of the run")
    parser.add_argument("out", type=Path)
    parser.add_argument("inputs", type=Path, nargs="+")
    given = parser.parse_args()
    run = json.loads(given.run.read_text(encoding="utf-8"))
    seconds = given.seconds - run.get("pilot", {}).get("around", 0.0)
    try:
        judged, rows = first_verdicts(given, run)
    except (BadInput, BadRun) as error:
        sys.exit(str(error))
    found = families(judged, places_of(given.plan), rows, seconds, given.first, given.most)
    told = {"seconds": round(seconds, 1), "first": given.first, "families": [asdict(one) for one in found]}
    given.out.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
