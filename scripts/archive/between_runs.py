"""How far an effect differs from run to run beyond what blocks explain: on one boot, on others, on other machines."""

from __future__ import annotations

import itertools
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq

from archive.effects import readings_with_effects
from judge.instrument import floors
from support import builds

SAME_BOOT, OTHER_BOOT, OTHER_MACHINE = RELATIONS = ("the same boot", "another boot", "another machine")
MACHINE = ("processor", "cores", "caches", "memory_bytes", "system")  # facts by which two runs' machines are one
NORMAL_95 = 1.96  # standard deviations of a normal distribution, on either side, that hold 95% of it


@dataclass(frozen=True)
class Run:
    """What of an archived run is compared with others; `boots`: ids of the kernel's boots it was measured in."""

    name: str
    machine: tuple[str, ...]
    boots: frozenset[str]
    builds: dict[str, str]
    readings: dict[str, tuple[str, dict[str, Any]]]


@dataclass(frozen=True)
class Spread:
    """Between runs of a relation, effects of a class: standard deviations of log effects.

    `within` is that of a run's mean effect by its own blocks, `between` what runs differ by beyond that. `effects` are
    those in common, over all `pairs` of runs.
    """

    operation_class: str
    relation: str
    pairs: int
    effects: int
    within: float
    between: float


def read(folder: Path) -> Run:
    """An archive's run, as far as it is compared."""
    verdicts = json.loads((folder / "verdicts.json").read_text(encoding="utf-8"))
    boots = pq.read_table(folder / "samples.parquet", columns=["boot_id"])["boot_id"].unique().to_pylist()
    facts = verdicts["run"]
    machine = tuple(str(facts["machine"].get(name)) for name in MACHINE)
    known = frozenset(one for one in boots if one)
    return Run(folder.name, machine, known, facts.get("builds", {}), readings_with_effects(verdicts))


def relation(one: Run, other: Run) -> str:
    """What two runs have in common; runs that don't know their boots count as of others."""
    if one.machine != other.machine:
        return OTHER_MACHINE
    return SAME_BOOT if one.boots & other.boots else OTHER_BOOT


def differences(one: Run, other: Run) -> Iterator[tuple[str, float, float]]:
    """(class of operation, difference of the mean log effects, its variance by the blocks) of each common effect.

    Interpreters that were built otherwise are another thing, and left out. What several claims, or several tests of
    one, read of the same cells is one effect.
    """
    others, known = builds.differing(one.builds, other.builds), set[tuple[float, ...]]()
    for key in sorted(one.readings.keys() & other.readings.keys()):
        conditions = one.readings[key][1]["conditions"]
        if conditions["interpreter"] in others:
            continue
        first, second = (np.array(run.readings[key][1]["logs"], dtype=float) for run in (one, other))
        if (numbers := (*first, *second)) in known:
            continue
        known.add(numbers)
        variance = first.var(ddof=1) / len(first) + second.var(ddof=1) / len(second)
        yield floors.class_of(conditions["operation"]), float(second.mean() - first.mean()), float(variance)


def spreads(runs: Sequence[Run]) -> list[Spread]:
    """One a class of operation and relation that any two runs have, by the method of moments.

    A difference's square is, on average, the variance by the blocks and twice that between runs: the excess over all
    common effects of all pairs is halved, and 0 where there is none (Cochran, Journal of the Royal Statistical Society
    Supplement 4, 1937, unweighted; Hedges and Olkin, Statistical Methods for Meta-Analysis, 9.B).
    """
    found: dict[tuple[str, str], list[tuple[int, float, float]]] = {}
    for number, (one, other) in enumerate(itertools.combinations(runs, 2)):
        for name, difference, variance in differences(one, other):
            found.setdefault((name, relation(one, other)), []).append((number, difference, variance))
    order = [(name, kind) for name in floors.CLASSES for kind in RELATIONS if (name, kind) in found]
    return [spread(*key, found[key]) for key in order]


def spread(name: str, kind: str, rows: list[tuple[int, float, float]]) -> Spread:
    """A class's and relation's; `rows` are (number of the pair, difference, variance)."""
    numbers, differences, variances = zip(*rows, strict=True)
    within = float(np.mean(variances)) / 2
    between = max(0.0, float(np.mean(np.square(differences))) / 2 - within)
    return Spread(name, kind, len(set(numbers)), len(rows), within**0.5, between**0.5)


def factor(deviation: float) -> float:
    """The factor that 95% of effects with this standard deviation (of logs) stay within, on either side."""
    return float(np.exp(NORMAL_95 * deviation))


def lines(runs: Sequence[Run]) -> Iterator[str]:
    """The spreads as lines of text; none where no two runs have an effect in common."""
    for one in spreads(runs):
        yield (
            f"{one.operation_class}, on {one.relation}: 95% of {one.effects} effects lie within "
            f"×/÷{factor(one.between):.2f} from run to run, beyond the ×/÷{factor(one.within):.2f} of its blocks"
        )


def beside(claim: dict[str, Any], rows: Sequence[Spread]) -> str:
    """What runs differ by, beside the intervals of a claim's line: for each class of operation of its effects, the
    farthest relation that is known; empty where nothing is."""
    numbers = [one["reading"] for one in claim.get("effects", []) if one["reading"] is not None]
    readings = [claim["readings"][number] for number in numbers if claim["readings"][number]["logs"]]
    classes = dict.fromkeys(floors.class_of(one["conditions"]["operation"]) for one in readings)
    known = {one.operation_class: one for one in rows}  # the last of each is the farthest
    return ", ".join(
        f"{name} ×/÷{factor(known[name].between):.2f} ({known[name].relation})" for name in classes if name in known
    )


def table(runs: Sequence[Run]) -> list[str]:
    """Markdown: what an interval carries, and what it doesn't; empty where no two runs have an effect in common."""
    rows = spreads(runs)
    if not rows:
        return []
    lines = ["| operations | the other run is of | pairs of runs | effects | by its blocks | between runs |"]
    lines.append("|---" * 6 + "|")
    for one in rows:
        lines.append(
            f"| {one.operation_class} | {one.relation} | {one.pairs} | {one.effects} | ×/÷{factor(one.within):.2f} | "
            f"×/÷{factor(one.between):.2f} |"
        )
    return lines


def outcomes(runs: Sequence[dict[str, Any]]) -> dict[str, Counter[str]]:
    """Claim -> in how many of the runs (verdicts.json) each verdict came out, of claims that several measured."""
    found: dict[str, Counter[str]] = {}
    for name in dict.fromkeys(claim["id"] for run in runs for claim in run["claims"]):
        verdicts = [claim["verdict"] for run in runs for claim in run["claims"] if claim["id"] == name]
        measured = Counter(one for one in verdicts if one and one != "not measured here")
        if measured.total() > 1:
            found[name] = measured
    return found
