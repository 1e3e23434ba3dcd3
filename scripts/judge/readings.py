"""From a claim's entry to its cases: each reading's test, conditions and data, before anything is judged."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pandas as pd

from judge.criteria import CRITERIA
from judge.eligibility import is_eligible
from judge.model import Reading
from judge.run_data import RunData
from support import units

Claim = dict[str, Any]  # an entry of claims.yaml
Test = dict[str, Any]  # one of its tests
UNITS = {
    "grows": "times over the range",
    "flat": "times over the range",
    "at_least_ratio": "times",
    "about_ratio": "times",
    "somewhere_ratio": "times",
    "regret": "times the best",
    "better": "times the article's best",
    "limit": "bytes",
    "works": "",
    "alike": "times the other's growth",
}


@dataclass(frozen=True)
class Case:
    """A reading to be: its test and conditions, its data, and what its criterion asks for beside them."""

    test: Test
    conditions: dict[str, Any]
    cells: pd.DataFrame
    gaps: pd.DataFrame
    extra: Any

    def read(self, cells: pd.DataFrame, family: int) -> Reading:
        """The reading of these cells, judged; `family`: how many readings the claim has."""
        criterion = self.test["criterion"]
        reading = Reading(criterion, dict(self.conditions), self.test.get("margin"), UNITS[criterion])
        return CRITERIA[criterion](reading, cells, self.gaps, self.extra, family)


def growths(claim: Claim, test: Test, data: RunData) -> Iterator[Case]:
    """Every operation and payload at one process, for interpreters that have several sizes."""
    for wanted in planned_conditions(claim, data):
        cells, gaps, planned = data.matching(wanted, backend=claim["backend"], processes=1)
        if planned["size_bytes"].nunique() > 1:
            yield Case(test, dict(wanted, backends=[claim["backend"]], processes=1), cells, gaps, data.span)


def ratios(claim: Claim, test: Test, data: RunData) -> Iterator[Case]:
    """Every size and process count at which both backends were planned."""
    for wanted in planned_conditions(claim, data):
        for size, processes in planned_places(data, wanted, claim["backends"], claim["largest"]):
            cells, gaps, _ = data.matching(wanted, backend=claim["backends"], size_bytes=size, processes=processes)
            conditions = dict(wanted, backends=claim["backends"], size=size, processes=processes)
            yield Case(test, conditions, cells, gaps, claim["backends"])


def advices(claim: Claim, test: Test, data: RunData) -> Iterator[Case]:
    """Every size and process count: the advised backend against those that it is chosen among."""
    advice = claim["advice"]
    for wanted in planned_conditions(claim, data):
        planned = data.planned["backend"].unique()
        among = [name for name in choices(test, data, wanted["operation"]) if name in planned]
        for size, processes in planned_places(data, wanted, [advice["small"], advice["large"]], math.inf):
            advised = advice["small" if size <= advice["border"] else "large"]
            cells, gaps, _ = data.matching(wanted, backend=among, size_bytes=size, processes=processes)
            conditions = dict(wanted, backends=[advised, *among], size=size, processes=processes)
            conditions["among"] = "all" if test["among"] == "all" else "the article's three"
            yield Case(test, conditions, cells, gaps, advised)


def choices(test: Test, data: RunData, operation: str) -> list[str]:
    """The backends that a best choice is looked for among: named ones, or all that contend."""
    if test["among"] == "all":
        return sorted(name for name, facts in data.run["backends"].items() if is_eligible(facts, operation))
    return list(test["among"])


def limits(claim: Claim, test: Test, data: RunData) -> Iterator[Case]:
    """Every element that the search was made for, under plain Python and under -O."""
    rows = data.limits[data.limits["backend"] == claim["limit_of"]]
    rows = rows[rows["element"].isin(claim["elements"])]
    for row in rows.sort_values(["interpreter", "element", "optimised"]).to_dict("records"):
        conditions = {
            "interpreter": row["interpreter"],
            "operation": "create and read back",
            "payload": row["element"],
            "backends": [row["backend"]],
            "mode": "python -O" if row["optimised"] else "plain",
        }
        yield Case(test, conditions, data.cells.iloc[:0], data.cells.iloc[:0], row)


def checks(claim: Claim, test: Test, data: RunData) -> Iterator[Case]:
    """Every check of the claim, under every interpreter that was asked."""
    rows = data.works[data.works["claim"] == claim["checks"]]
    for row in sorted(rows.to_dict("records"), key=lambda row: (units.version_key(row["interpreter"]), row["check"])):
        conditions = {"interpreter": row["interpreter"], "operation": row["check"], "payload": ""}
        yield Case(test, conditions, data.cells.iloc[:0], data.cells.iloc[:0], row)


def pairs(claim: Claim, test: Test, data: RunData) -> Iterator[Case]:
    """Every operation and payload of which both backends have several sizes, at one process."""
    for wanted in planned_conditions(claim, data):
        cells, gaps, planned = data.matching(wanted, backend=claim["backends"], processes=1)
        if planned.groupby("backend")["size_bytes"].nunique().reindex(claim["backends"]).min() > 1:
            conditions = dict(wanted, backends=claim["backends"], processes=1)
            yield Case(test, conditions, cells, gaps, (claim["backends"], data.span))


def planned_conditions(claim: Claim, data: RunData) -> Iterator[dict[str, Any]]:
    """The interpreter, operation and payload of every reading that the sweep planned."""
    for interpreter in sorted(data.planned["interpreter"].unique(), key=units.version_key):
        for entry in claim["readings"]:
            for operation in entry["operations"]:
                yield {"interpreter": interpreter, "operation": operation, "payload": entry["payload"]}


def planned_places(data: RunData, wanted: dict[str, Any], backends: list[str], largest: float) -> list[tuple[int, int]]:
    """(size, processes) at which all of `backends` were planned, up to `largest` bytes."""
    planned = data.matching(wanted, backend=list(backends))[2]
    planned = planned[planned["size_bytes"] <= largest]
    count = planned.groupby(["size_bytes", "processes"], observed=True)["backend"].nunique()
    return [(int(size), int(processes)) for size, processes in count[count == len(set(backends))].index]


def transfers(claim: Claim, test: Test, data: RunData) -> Iterator[Case]:
    """The channel that is said to be faster against every other one that carries and isn't memory itself."""
    facts = data.run.get("channels", {})
    others = [name for name, one in facts.items() if one["carries"] and not one["memory"]]
    for interpreter in sorted(data.planned["interpreter"].unique(), key=units.version_key):
        for payload in ("blob", "items"):
            wanted = {"interpreter": interpreter, "operation": "transfer", "payload": payload}
            for other, faster in itertools.product(others, said_to_be_faster(claim, payload)):
                yield from transfer(test, data, wanted, [other, faster])


def said_to_be_faster(claim: Claim, payload: str) -> list[str]:
    """The channel that a claim calls faster for a payload, if it names one: older claims name one for all."""
    faster = claim["faster"]
    return [faster] if isinstance(faster, str) else [faster[payload]] if payload in faster else []


def transfer(test: Test, data: RunData, wanted: dict[str, Any], backends: list[str]) -> Iterator[Case]:
    """One case over all sizes, or one a size, as the criterion asks for."""
    sizes = [size for size, _ in planned_places(data, wanted, backends, math.inf)]
    for some in [sizes] if test["criterion"] == "somewhere_ratio" else [[size] for size in sizes]:
        if some:
            cells, gaps, _ = data.matching(wanted, backend=backends, size_bytes=some)
            size = some if len(some) > 1 else some[0]
            conditions = dict(wanted, backends=backends, against=backends[0], size=size, processes=1)
            yield Case(test, conditions, cells, gaps, backends)


def betters(claim: Claim, test: Test, data: RunData) -> Iterator[Case]:
    """Every place at which all of the article's mechanisms and some other one were measured."""
    for wanted in planned_conditions(claim, data):
        others = choices({"among": "all"}, data, wanted["operation"])
        others = [name for name in others if name not in claim["than"]]
        for size, processes in planned_places(data, wanted, claim["than"], math.inf):
            cells, gaps, planned = data.matching(
                wanted, backend=[*claim["than"], *others], size_bytes=size, processes=processes
            )
            if planned["backend"].isin(others).any():
                conditions = dict(wanted, backends=[*claim["than"], *others], size=size, processes=processes)
                yield Case(test, conditions, cells, gaps, claim["than"])


# criterion -> what expands a claim's entry into its cases
EXPANDERS: dict[str, Callable[[Claim, Test, RunData], Iterator[Case]]] = {
    "grows": growths,
    "flat": growths,
    "at_least_ratio": ratios,
    "about_ratio": ratios,
    "somewhere_ratio": transfers,
    "regret": advices,
    "better": betters,
    "limit": limits,
    "works": checks,
    "alike": pairs,
}


def cases_of(claim: Claim, test: Test, data: RunData) -> list[Case]:
    """All cases of one test of a claim."""
    expand = transfers if "faster" in claim else EXPANDERS[test["criterion"]]
    return list(expand(claim, test, data))
