"""The only judge: claims and samples in, verdicts out; the same input gives the same bytes."""

import argparse
import json
import math
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import yaml

from analyse import criteria, statement, table
from analyse.instrument import Instrument, disturbance
from measure import contract

TEST_KEYS = {"criterion", "margin", "why", "among"}
CLAIM_KEYS = {"id", "quote", "english", "tests", "readings", "backend", "backends", "largest", "limit_of", "advice"}
NEEDS = {
    "grows": "backend",
    "flat": "backend",
    "at_least_ratio": "backends",
    "about_ratio": "backends",
    "regret": "advice",
    "limit": "limit_of",
}
UNITS = {
    "grows": "times over the range",
    "flat": "times over the range",
    "at_least_ratio": "times",
    "about_ratio": "times",
    "regret": "times the best",
    "limit": "bytes",
}


READING = ["interpreter", "operation", "payload"]
PLACE = ["interpreter", "backend", "payload", "size_bytes", "processes", "block"]


class BadClaims(Exception):
    """One line about claims.yaml: the key and what is allowed."""


def load(path):
    """claims.yaml, checked."""
    try:
        text = yaml.safe_load(Path(path).read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        raise BadClaims(f"{path}: is no YAML: {' '.join(str(error).split())}") from error
    for claim in text["claims"]:
        name = claim.get("id", "?")
        known(path, f"{name}", claim, CLAIM_KEYS)
        for test in claim["tests"]:
            known(path, f"{name}.tests", test, TEST_KEYS)
            allowed(path, f"{name}.tests.criterion", test["criterion"], NEEDS)
            if NEEDS[test["criterion"]] not in claim:
                raise BadClaims(f"{path}: {name}: {test['criterion']} needs the key {NEEDS[test['criterion']]}")
        for reading in claim.get("readings", []):
            known(path, f"{name}.readings", reading, {"payload", "operations"})
            allowed(path, f"{name}.readings.payload", reading["payload"], contract.PAYLOADS)
            for operation in reading["operations"]:
                allowed(path, f"{name}.readings.operations", operation, contract.OPERATIONS)
    return text


def known(path, place, entry, keys):
    for key in entry:
        allowed(path, place, key, keys)


def allowed(path, place, value, values):
    if value not in values:
        raise BadClaims(f"{path}: {place}: {value!r} is not known; allowed: {', '.join(sorted(values))}")


class Trial:
    """One node's cells and gaps, and what the run knows of its backends; `disturbed` names cells by PLACE."""

    def __init__(self, cells, gaps, limits, run, span, disturbed=None):
        cells, gaps = plain(cells), plain(gaps)
        hit = pd.MultiIndex.from_frame(plain(disturbed)[PLACE]) if disturbed is not None else []
        cells["disturbed"] = pd.MultiIndex.from_frame(cells[PLACE]).isin(hit)
        self.cells, self.limits, self.run, self.span = cells, limits, run, span
        self.instrument = Instrument(cells, gaps, run.get("controls", {}), span)
        both = [cells[table.CONDITION], gaps[table.CONDITION]]
        self.planned = pd.concat(both).drop_duplicates().sort_values(table.CONDITION)
        self.parts = [{}, {}, {}]
        for frame, parts in zip((cells, gaps, self.planned), self.parts, strict=True):
            parts.update(dict(list(frame.groupby(READING, observed=True))))
            parts[None] = frame.iloc[:0]

    def matching(self, wanted, **where):
        """(cells, gaps, planned) of an interpreter, operation and payload; of a list of values any will do."""
        key = tuple(wanted[name] for name in READING)
        return [choose(parts.get(key, parts[None]), where) for parts in self.parts]


def plain(frame):
    """Whole numbers and texts as numpy holds them: looked at thousands of times, categories and NA would cost."""
    numbers = {name: "int64" for name in ("size_bytes", "processes", "block") if name in frame}
    return frame.astype({**{name: object for name in (*READING, "node", "backend") if name in frame}, **numbers})


def choose(frame, wanted):
    if frame.empty:
        return frame
    masks = [np.isin(frame[column].to_numpy(), value) for column, value in wanted.items()]
    return frame[np.logical_and.reduce(masks)]


@dataclass
class Case:
    """A reading to be: its test and conditions, its data, and what its criterion asks for beside them."""

    test: dict
    conditions: dict
    cells: pd.DataFrame
    gaps: pd.DataFrame
    extra: object

    def read(self, cells, family):
        """The reading of these cells, judged."""
        criterion = self.test["criterion"]
        reading = criteria.Reading(criterion, dict(self.conditions), self.test["margin"], UNITS[criterion])
        return getattr(criteria, criterion)(reading, cells, self.gaps, self.extra, family)


def growths(claim, test, trial):
    """Every operation and payload at one process, for interpreters that have several sizes."""
    for wanted in each(claim, trial):
        cells, gaps, planned = trial.matching(wanted, backend=claim["backend"], processes=1)
        if planned["size_bytes"].nunique() > 1:
            yield Case(test, dict(wanted, backends=[claim["backend"]], processes=1), cells, gaps, trial.span)


def ratios(claim, test, trial):
    """Every size and process count at which both backends were planned."""
    for wanted in each(claim, trial):
        for size, processes in places(trial, wanted, claim["backends"], claim["largest"]):
            cells, gaps, _ = trial.matching(wanted, backend=claim["backends"], size_bytes=size, processes=processes)
            conditions = dict(wanted, backends=claim["backends"], size=size, processes=processes)
            yield Case(test, conditions, cells, gaps, claim["backends"])


def advices(claim, test, trial):
    """Every size and process count: the advised backend against those that it is chosen among."""
    advice = claim["advice"]
    for wanted in each(claim, trial):
        among = [name for name in choices(test, trial) if name in trial.planned["backend"].unique()]
        for size, processes in places(trial, wanted, [advice["small"], advice["large"]], math.inf):
            advised = advice["small" if size <= advice["border"] else "large"]
            cells, gaps, _ = trial.matching(wanted, backend=among, size_bytes=size, processes=processes)
            conditions = dict(wanted, backends=[advised, *among], size=size, processes=processes)
            conditions["among"] = "all" if test["among"] == "all" else "the article's three"
            yield Case(test, conditions, cells, gaps, advised)


def choices(test, trial):
    """The backends that a best choice is looked for among: named ones, or all that share."""
    if test["among"] == "all":
        return sorted(name for name, facts in trial.run["backends"].items() if facts["shared"])
    return test["among"]


def limits(claim, test, trial):
    """Every element that the search was made for, under plain Python and under -O."""
    rows = trial.limits[trial.limits["backend"] == claim["limit_of"]]
    for row in rows.sort_values(["interpreter", "element", "optimised"]).to_dict("records"):
        conditions = {
            "interpreter": row["interpreter"],
            "operation": "create and read back",
            "payload": row["element"],
            "backends": [row["backend"]],
            "mode": "python -O" if row["optimised"] else "plain",
        }
        yield Case(test, conditions, trial.cells.iloc[:0], trial.cells.iloc[:0], row)


EXPANDERS = {"backend": growths, "backends": ratios, "advice": advices, "limit_of": limits}


def each(claim, trial):
    """The interpreter, operation and payload of every reading that the sweep planned."""
    for interpreter in sorted(trial.planned["interpreter"].unique(), key=statement.age):
        for entry in claim["readings"]:
            for operation in entry["operations"]:
                yield {"interpreter": interpreter, "operation": operation, "payload": entry["payload"]}


def places(trial, wanted, backends, largest):
    """(size, processes) at which all of `backends` were planned, up to `largest` bytes."""
    planned = trial.matching(wanted, backend=list(backends))[2]
    planned = planned[planned["size_bytes"] <= largest]
    count = planned.groupby(["size_bytes", "processes"], observed=True)["backend"].nunique()
    return [(int(size), int(processes)) for size, processes in count[count == len(set(backends))].index]


def judge(claim, trial):
    """A claim's readings, each judged, then the claim's verdict with its statement."""
    cases = []
    for test in claim["tests"]:
        cases += EXPANDERS[NEEDS[test["criterion"]]](claim, test, trial)
    readings = [settle(case, trial, len(cases)) for case in cases]
    verdict, sentence = statement.conclude(readings)
    return {
        "id": claim["id"],
        "quote": claim["quote"],
        "english": claim["english"],
        "margins": [{key: test[key] for key in ("criterion", "margin", "why")} for test in claim["tests"]],
        "over": claim.get("backends"),
        "verdict": verdict,
        "statement": sentence,
        "readings": [vars(reading) for reading in readings],
    }


def settle(case, trial, family):
    """A reading with the doubts about it: the instrument's, and whether it reverses without the disturbed blocks."""
    reading = case.read(case.cells, family)
    reading.cells = deciding(reading)
    doubt = trial.instrument.doubt(reading) or reversal(case, reading, family)
    if doubt:
        reading.verdict, reading.firm = "undecided", False
        reading.reason = "; ".join(filter(None, [doubt, reading.reason]))
    return reading


def reversal(case, reading, family):
    """Why a reading can't stand: without the blocks in which one of its cells was disturbed it says the opposite."""
    if reading.verdict not in ("holds", "fails") or case.cells.empty:
        return None
    hit = case.cells["block"][case.cells["disturbed"]].unique()
    calm = case.cells[~case.cells["block"].isin(hit)]
    reading.disturbed_blocks = len(hit)
    if not len(hit) or calm.empty:
        return None
    opposite = {"holds": "fails", "fails": "holds"}[reading.verdict]
    return "it reverses without the disturbed blocks" if case.read(calm, family).verdict == opposite else None


def deciding(reading):
    """The cells behind a reading: what their files are called, in every block."""
    if reading.verdict == "not measured" or "processes" not in reading.conditions:
        return []
    where = reading.conditions
    sizes = where["size"] if isinstance(where["size"], list) else [where["size"]]
    names = dict.fromkeys(where["backends"])
    return [
        f"*/{where['interpreter']}/{name}/{where['payload']}-{size}-{where['processes']}"
        for name in names
        for size in sizes
    ]


def verdicts(samples, limits_table, run, claims):
    """All of verdicts.json, from the samples of one kind of node."""
    nodes = samples["node"].unique()
    if len(nodes) > 1:
        raise BadClaims(f"cells of several nodes ({', '.join(sorted(nodes))}): a ratio across nodes is no measurement")
    clashes = table.overlaps(samples)
    if clashes:
        raise BadClaims(f"cells ran at the same time on one machine: {clashes[0][0]} and {clashes[0][1]}, and others")
    conduct = disturbance(samples)
    bad = conduct[conduct["disturbed"]]
    trial = Trial(table.cells(samples), table.gaps(samples), limits_table, run, claims["span"], bad)
    ends = samples[samples["phase"] == "cell"]
    timed, wall = table.timed_seconds(samples), table.wall_seconds(samples)
    return rounded(
        {
            "schema": 1,
            "run": dict(
                run,
                started=ends["wall_started"].min(),
                ended=ends["wall_ended"].max(),
                cells=len(ends),
                blocks=int(samples["block"].nunique()),
                overlaps=len(clashes),
                timed_seconds=timed,
                wall_seconds=wall,
                duty=timed / wall,
                builds={str(k): str(v) for k, v in samples.groupby("interpreter")["build"].first().items()},
            ),
            "span": claims["span"],
            "instrument": {
                "problems": trial.instrument.problems(),
                "floors": trial.instrument.floors,
                "controls": trial.instrument.findings,
                "disturbed": int(conduct["disturbed"].sum()),
                "busy": float(conduct["busy"].median()),
                "canary_spread": float(conduct["canary"].quantile(0.95) / conduct["canary"].quantile(0.05)),
            },
            "claims": [judge(claim, trial) for claim in claims["claims"]],
        }
    )


def rounded(value):
    """Floats to four significant digits, once; what is no number becomes null. Times of day keep their seconds."""
    if isinstance(value, dict):
        return {key: rounded(part) for key, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [rounded(part) for part in value]
    if isinstance(value, float):
        if not math.isfinite(value):
            return None
        return round(value) if value > 1e8 else float(f"{value:.4g}")
    return value


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("samples", "limits", "run", "claims", "out"):
        parser.add_argument(f"--{name}", required=True, type=Path)
    given = parser.parse_args()
    try:
        found = verdicts(
            table.load(given.samples),
            pd.read_csv(given.limits, dtype={"interpreter": str}, keep_default_na=False, na_values={"limit_bytes": ""}),
            json.loads(given.run.read_text(encoding="utf-8")),
            load(given.claims),
        )
    except BadClaims as error:
        sys.exit(str(error))
    given.out.write_text(json.dumps(found, indent=1, sort_keys=True, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
