"""The only judge: claims and samples in, verdicts out; the same input gives the same bytes."""

import argparse
import json
import math
import sys
from pathlib import Path

import pandas as pd
import yaml

from analyse import criteria, statement, table
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
    """One node's cells and gaps, and what the run knows of its backends."""

    def __init__(self, cells, gaps, limits, run, span):
        self.limits, self.run, self.span = limits, run, span
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


def choose(frame, wanted):
    for column, value in wanted.items():
        frame = frame[frame[column].isin(value if isinstance(value, list) else [value])]
    return frame


def growths(claim, test, trial):
    """(reading, run it) of every operation and payload, at one process, for interpreters that have several sizes."""
    for wanted in each(claim, trial):
        cells, gaps, planned = trial.matching(wanted, backend=claim["backend"], processes=1)
        if planned["size_bytes"].nunique() > 1:
            reading = begin(test, dict(wanted, backends=[claim["backend"]], processes=1))
            yield (
                reading,
                lambda family, r=reading, c=cells, g=gaps: getattr(criteria, test["criterion"])(
                    r, c, g, trial.span, family
                ),
            )


def ratios(claim, test, trial):
    """One reading a size and process count at which both were planned."""
    for wanted in each(claim, trial):
        for size, processes in places(trial, wanted, claim["backends"], claim["largest"]):
            cells, gaps, _ = trial.matching(wanted, backend=claim["backends"], size_bytes=size, processes=processes)
            reading = begin(test, dict(wanted, backends=claim["backends"], size=size, processes=processes))
            yield (
                reading,
                lambda family, r=reading, c=cells, g=gaps: getattr(criteria, test["criterion"])(
                    r, c, g, claim["backends"], family
                ),
            )


def advices(claim, test, trial):
    """One reading a size and process count: the advised backend against those it is chosen among."""
    advice = claim["advice"]
    for wanted in each(claim, trial):
        among = [name for name in choices(test, trial) if name in trial.planned["backend"].unique()]
        for size, processes in places(trial, wanted, [advice["small"], advice["large"]], math.inf):
            advised = advice["small" if size <= advice["border"] else "large"]
            cells, gaps, _ = trial.matching(wanted, backend=among, size_bytes=size, processes=processes)
            reading = begin(test, dict(wanted, backends=[advised, *among], size=size, processes=processes))
            reading.conditions["among"] = "all" if test["among"] == "all" else "the article's three"
            yield reading, lambda family, r=reading, c=cells, g=gaps, a=advised: criteria.regret(r, c, g, a, family)


def choices(test, trial):
    """The backends that a best choice is looked for among: named ones, or all that share."""
    if test["among"] == "all":
        return sorted(name for name, facts in trial.run["backends"].items() if facts["shared"])
    return test["among"]


def limits(claim, test, trial):
    rows = trial.limits[trial.limits["backend"] == claim["limit_of"]]
    for row in rows.sort_values(["interpreter", "element", "optimised"]).to_dict("records"):
        conditions = {
            "interpreter": row["interpreter"],
            "operation": "create and read back",
            "payload": row["element"],
            "backends": [row["backend"]],
            "mode": "python -O" if row["optimised"] else "plain",
        }
        reading = begin(test, conditions)
        yield reading, lambda family, r=reading, w=row: criteria.limit(r, w)


EXPANDERS = {"backend": growths, "backends": ratios, "advice": advices, "limit_of": limits}


def begin(test, conditions):
    return criteria.Reading(test["criterion"], conditions, test["margin"], UNITS[test["criterion"]])


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
    todo = []
    for test in claim["tests"]:
        todo += EXPANDERS[NEEDS[test["criterion"]]](claim, test, trial)
    readings = [decide(len(todo)) for _, decide in todo]
    for reading in readings:
        reading.cells = deciding(reading)
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
    trial = Trial(table.cells(samples), table.gaps(samples), limits_table, run, claims["span"])
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
            pd.read_parquet(given.samples),
            pd.read_csv(given.limits, dtype={"interpreter": str}, keep_default_na=False, na_values={"limit_bytes": ""}),
            json.loads(given.run.read_text(encoding="utf-8")),
            load(given.claims),
        )
    except BadClaims as error:
        sys.exit(str(error))
    given.out.write_text(json.dumps(found, indent=1, sort_keys=True, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
