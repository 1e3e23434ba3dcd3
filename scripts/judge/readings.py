"""From a claim's entry to its cases: each reading's test, conditions and data, before anything is judged."""

from __future__ import annotations

import itertools
import json
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from judge.bounds import with_bounds
from judge.criteria import CRITERIA
from judge.eligibility import is_eligible
from judge.model import Reading
from judge.records import Records
from judge.run_data import RunData
from judge.sources import comparisons
from support import units

Claim = dict[str, Any]  # an entry of claims.yaml
Test = dict[str, Any]  # one of its tests
UNITS = {
    "grows": "times over the range",
    "flat": "times over the range",
    "at_least_ratio": "times",
    "about_ratio": "times",
    "somewhere_ratio": "times",
    "published_ratio": "times",
    "regret": "times the best",
    "limit": "bytes",
    "works": "",
    "alike": "times the other's growth",
    "probed": "",
}


@dataclass(frozen=True)
class Case:
    """A reading to be: its test and conditions, its data, and what its criterion asks for beside them."""

    test: Test
    conditions: dict[str, Any]
    cells: Records
    gaps: Records
    extra: Any
    allowance: float = math.inf  # seconds beyond which the harness refused an operation
    decides: bool = True  # or is told beside the readings that do

    def read(self, cells: Records) -> Reading:
        """The reading of these cells, judged."""
        criterion = self.test["criterion"]
        conditions, margin = dict(self.conditions), margin_of(self.test)
        reading = Reading(criterion, conditions, margin, UNITS[criterion], decides=self.decides)
        return CRITERIA[criterion](reading, with_bounds(cells, self.gaps, self.allowance), self.gaps, self.extra)


def margin_of(test: Test) -> Any:
    """A test's margin; that of a published ratio is the pair of ratios that lie within its factor of it."""
    if "published" not in test:
        return test.get("margin")
    told = test["published"]
    ratio = told[0] / told[1] if isinstance(told, list) else told
    return [ratio / test["margin"], ratio * test["margin"]]


def growths(claim: Claim, test: Test, data: RunData) -> Iterator[Case]:
    """Every operation and payload at one process; where no interpreters are declared, those that have several sizes."""
    for wanted, entry in declared(claim, data):
        cells, gaps, planned = data.matching(wanted, backend=claim["backend"], processes=1)
        if "interpreters" in entry or len(set(planned["size_bytes"])) > 1:
            yield Case(test, dict(wanted, backends=[claim["backend"]], processes=1), cells, gaps, data.span)


def ratios(claim: Claim, test: Test, data: RunData) -> Iterator[Case]:
    """Every size and process count that the claim declares, or at which both backends were planned."""
    for wanted, entry in declared(claim, data):
        for size, processes in places(entry, data, wanted, claim["backends"], claim["largest"]):
            cells, gaps, _ = data.matching(wanted, backend=claim["backends"], size_bytes=size, processes=processes)
            conditions = dict(wanted, backends=claim["backends"], size=size, processes=processes)
            yield Case(test, conditions, cells, gaps, claim["backends"])


def advices(claim: Claim, test: Test, data: RunData) -> Iterator[Case]:
    """Every size and process count: the advised backend against those that it is chosen among."""
    advice = claim["advice"]
    for wanted, entry in declared(claim, data):
        planned = data.planned["backend"].unique()
        among = [name for name in choices(test, data, wanted["operation"]) if name in planned]
        for size, processes in places(entry, data, wanted, [advice["small"], advice["large"]], math.inf):
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
        yield Case(test, conditions, data.nothing[0], data.nothing[1], row)


def checks(claim: Claim, test: Test, data: RunData) -> Iterator[Case]:
    """Every check of the claim, under every interpreter that was asked."""
    rows = data.works[data.works["claim"] == claim["checks"]]
    for row in sorted(rows.to_dict("records"), key=lambda row: (units.version_key(row["interpreter"]), row["check"])):
        conditions = {"interpreter": row["interpreter"], "operation": row["check"], "payload": ""}
        yield Case(test, conditions, data.nothing[0], data.nothing[1], row)


def probes(claim: Claim, test: Test, data: RunData) -> Iterator[Case]:
    """Every probe and backend that the claim names, under every interpreter that was probed."""
    for entry in claim["probes"]:
        for backend in entry["backends"]:
            asked = data.probes[(data.probes["probe"] == entry["probe"]) & (data.probes["backend"] == backend)]
            newest = max(data.planned["interpreter"].unique(), key=units.version_key)
            for row in asked.to_dict("records") or [{"interpreter": newest, "answer": ""}]:
                conditions = {"interpreter": row["interpreter"], "operation": entry["probe"], "payload": ""}
                conditions["backends"] = [backend]
                yield Case(test, conditions, data.nothing[0], data.nothing[1], (row, entry["answers"]))


def compared(claim: Claim, test: Test, data: RunData) -> Iterator[Case]:
    """Every comparison that the claim declares."""
    for entry in claim["comparisons"]:
        for one in comparisons.expand(entry, data, over_sizes=test["criterion"] == "somewhere_ratio"):
            yield Case(test, one.conditions, one.cells, one.gaps, one.names)


def pairs(claim: Claim, test: Test, data: RunData) -> Iterator[Case]:
    """Every operation and payload of which both backends have several sizes, at one process."""
    for wanted, entry in declared(claim, data):
        cells, gaps, planned = data.matching(wanted, backend=claim["backends"], processes=1)
        sizes = [set(planned["size_bytes"][planned["backend"] == name]) for name in claim["backends"]]
        if "interpreters" in entry or min(map(len, sizes)) > 1:
            conditions = dict(wanted, backends=claim["backends"], processes=1)
            yield Case(test, conditions, cells, gaps, (claim["backends"], data.span))


def declared(claim: Claim, data: RunData) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """(interpreter, operation and payload, the claim's entry) of every reading that it declares for this run.

    An entry names its `interpreters` (ends, newest, others or all), `sizes` and `processes`, so that what the sweep
    left out is a reading that wasn't measured; of one that doesn't, the sweep's plan says which readings there are.
    """
    labels = sorted(data.planned["interpreter"].unique(), key=units.version_key)
    for interpreter in labels:
        for entry in claim["readings"]:
            if interpreter in chosen_interpreters(entry.get("interpreters", "all"), labels):
                for operation in entry["operations"]:
                    yield {"interpreter": interpreter, "operation": operation, "payload": entry["payload"]}, entry


def chosen_interpreters(which: str, labels: list[str]) -> list[str]:
    """Those of the run's interpreters, the oldest first, that a claim is read under."""
    return {"all": labels, "ends": [labels[0], labels[-1]], "newest": labels[-1:], "others": labels[1:-1]}[which]


def places(
    entry: dict[str, Any], data: RunData, wanted: dict[str, Any], backends: list[str], largest: float
) -> list[tuple[int, int]]:
    """(size, processes) that an entry declares; without sizes those at which all of `backends` were planned."""
    if "sizes" in entry:
        return list(itertools.product(entry["sizes"], entry.get("processes", [1])))
    return planned_places(data, wanted, backends, largest)


def planned_places(data: RunData, wanted: dict[str, Any], backends: list[str], largest: float) -> list[tuple[int, int]]:
    """(size, processes) at which all of `backends` were planned, up to `largest` bytes."""
    planned = data.matching(wanted, backend=list(backends))[2]
    planned = planned[planned["size_bytes"] <= largest]
    found: dict[tuple[int, int], set[str]] = {}
    for size, processes, backend in planned[["size_bytes", "processes", "backend"]].tolist():
        found.setdefault((size, processes), set()).add(backend)
    return sorted(place for place, names in found.items() if names == set(backends))


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


# criterion -> what expands a claim's entry into its cases
EXPANDERS: dict[str, Callable[[Claim, Test, RunData], Iterator[Case]]] = {
    "grows": growths,
    "flat": growths,
    "at_least_ratio": ratios,
    "about_ratio": ratios,
    "somewhere_ratio": transfers,
    "published_ratio": ratios,
    "regret": advices,
    "limit": limits,
    "works": checks,
    "alike": pairs,
    "probed": probes,
}
# key of a claim -> what expands it, whatever its criterion is
BY_KEY = {"faster": transfers, "comparisons": compared}


def cases_of(claim: Claim, test: Test, data: RunData) -> list[Case]:
    """All cases of one test of a claim."""
    expand = next((BY_KEY[key] for key in BY_KEY if key in claim), EXPANDERS[test["criterion"]])
    return [replace(case, allowance=data.allowance) for case in expand(claim, test, data)]


def all_cases(claim: Claim, data: RunData) -> list[Case]:
    """The cases of all tests. The first test decides; the others are told beside it.

    What a later test would make of the very numbers of an earlier one is left out.
    """
    found: dict[str, Case] = {}
    for number, test in enumerate(claim["tests"]):
        for case in cases_of(claim, test, data):
            numbers = {key: value for key, value in case.conditions.items() if key != "among"}
            same = json.dumps([test["criterion"], margin_of(test), numbers], sort_keys=True)
            found.setdefault(same, replace(case, decides=number == 0))
    return list(found.values())
