"""The only judge: claims and samples in, verdicts out; the same input gives the same bytes."""

import argparse
import json
import math
import sys
from pathlib import Path

import pandas as pd
import yaml

from analyse import answer, cases, causes, kinds, safety, short, statement, table
from analyse.instrument import disturbance
from measure import contract

TEST_KEYS = {"criterion", "margin", "why", "among", "also"}
CLAIM_KEYS = {"id", "quote", "english", "tests", "readings", "backend", "backends", "largest", "limit_of", "elements"}
CLAIM_KEYS |= {"advice", "checks", "faster", "than", "causes"}
# criterion -> keys of an entry, one of which it needs
NEEDS = {
    "grows": {"backend"},
    "flat": {"backend"},
    "at_least_ratio": {"backends", "faster"},
    "about_ratio": {"backends"},
    "somewhere_ratio": {"faster"},
    "regret": {"advice"},
    "better": {"than"},
    "limit": {"limit_of"},
    "works": {"checks"},
    "alike": {"backends"},
}


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
        for cause in claim.get("causes", []):
            known(path, f"{name}.causes", cause, causes.KEYS)
            for wanted in cause.get("shown_by", []):
                known(path, f"{name}.causes.shown_by", wanted, causes.EVIDENCE)
            for wanted in cause.get("limits", []):
                known(path, f"{name}.causes.limits", wanted, causes.BOUNDS)
        for test in claim["tests"]:
            known(path, f"{name}.tests", test, TEST_KEYS)
            allowed(path, f"{name}.tests.criterion", test["criterion"], NEEDS)
            if not NEEDS[test["criterion"]] & set(claim):
                needed = " or ".join(sorted(NEEDS[test["criterion"]]))
                raise BadClaims(f"{path}: {name}: {test['criterion']} needs the key {needed}")
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


def judge(claim, trial):
    """A claim's readings, each judged, then the claim's verdict with its statement."""
    tests = [cases.of(claim, test, trial) for test in claim["tests"]]
    family = sum(map(len, tests)) * trial.kinds
    readings = [settle(case, trial, family) for some in tests for case in some]
    verdict, sentence = statement.of_claim(readings, claim)
    return {
        "id": claim["id"],
        "quote": claim["quote"],
        "english": claim["english"],
        "margins": [{key: test.get(key) for key in ("criterion", "margin", "why")} for test in claim["tests"]],
        "over": claim.get("backends"),
        "verdict": verdict,
        "short": short.of_claim(readings, claim),
        "statement": sentence,
        "readings": [vars(reading) for reading in readings],
        "causes": causes.told(claim, trial),
        "crossovers": causes.crossovers(claim, trial) if "advice" in claim else [],
        "true_for": statement.true_for(readings) if verdict != "holds" else "",
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


def verdicts(samples, limits_table, works, run, claims, unsafe=None):
    """All of verdicts.json, judged for each kind of node on its own, from the samples, the limits and the checks.

    `unsafe` maps (backend, interpreter) to its reasons, where that was probed.
    """
    apart, clashes = table.scattered(samples), table.overlaps(samples)
    if apart:
        raise BadClaims("{} ran on {}, {} on {}: a ratio across nodes is no measurement".format(*apart))
    if clashes:
        raise BadClaims(f"cells ran at the same time on one machine: {clashes[0][0]} and {clashes[0][1]}, and others")
    names = sorted(samples["kind"].unique())
    judged, nodes = {}, {}
    for kind in names:  # one after the other: a part is a copy, and the samples are large
        part = kinds.part(samples, kind if len(names) > 1 else None)
        judged[kind] = of_kind(part, limits_table, works, facts(part, run), claims, len(names), unsafe or {})
        nodes[kind] = sorted(part["node"].unique())
    if len(judged) == 1:
        return rounded(judged.popitem()[1])
    return rounded(kinds.together(judged, nodes, facts(samples, run), claims["claims"]))


def facts(samples, run):
    """What run.json says of a run, and what the samples tell of it."""
    ends = samples[samples["phase"] == "cell"]
    timed, wall = table.timed_seconds(samples), table.wall_seconds(samples)
    return dict(
        run,
        started=ends["wall_started"].min(),
        ended=ends["wall_ended"].max(),
        cells=len(ends),
        blocks=int(samples["block"].nunique()),
        overlaps=len(table.overlaps(samples)),
        timed_seconds=timed,
        wall_seconds=wall,
        duty=timed / wall,
        builds={str(k): str(v) for k, v in samples.groupby("interpreter", observed=True)["build"].first().items()},
    )


def of_kind(samples, limits_table, works, run, claims, count, unsafe):
    """The verdicts of one kind of node, of `count`."""
    conduct = disturbance(samples)
    bad = conduct[conduct["disturbed"]]
    trial = cases.Trial(
        table.cells(samples), table.gaps(samples), limits_table, works, run, claims["span"], bad, kinds=count
    )
    return {
        "schema": 1,
        "run": run,
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
        "answer": answer.answer(trial, unsafe),
    }


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


def write(samples, limits_path, works_path, safety_path, run_path, claims_path, out):
    """Judge, write verdicts.json, and return what it says."""
    found = verdicts(
        samples,
        pd.read_csv(limits_path, dtype={"interpreter": str}, keep_default_na=False, na_values={"limit_bytes": ""}),
        pd.read_csv(works_path, dtype=str, keep_default_na=False),
        json.loads(run_path.read_text(encoding="utf-8")),
        load(claims_path),
        safety.reasons(safety.read(safety_path)),
    )
    text = json.dumps(found, indent=1, sort_keys=True, ensure_ascii=False)
    out.write_text(text + "\n", encoding="utf-8")
    return json.loads(text)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    names = ("limits", "works", "safety", "run", "claims", "out")
    for name in ("samples", *names):
        parser.add_argument(f"--{name}", required=True, type=Path)
    given = parser.parse_args()
    try:
        write(table.load(given.samples), *(getattr(given, name) for name in names))
    except BadClaims as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
