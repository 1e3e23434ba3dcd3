"""The only judge: claims and samples in, verdicts out; the same input gives the same bytes."""

import math

from collect import cells, integrity
from judge import causes, node_kinds, ranking, run_data, summary_line, wording
from judge.claims import BadClaims
from judge.disturbance import disturbance
from judge.readings import cases_of


def judge_claim(claim, trial):
    """A claim's readings, each judged, then the claim's verdict with its statement."""
    tests = [cases_of(claim, test, trial) for test in claim["tests"]]
    family = sum(map(len, tests)) * trial.kinds
    readings = [judge_reading(case, trial, family) for some in tests for case in some]
    verdict, sentence = wording.verdict_and_sentence(readings, claim)
    return {
        "id": claim["id"],
        "quote": claim["quote"],
        "english": claim["english"],
        "margins": [{key: test.get(key) for key in ("criterion", "margin", "why")} for test in claim["tests"]],
        "over": claim.get("backends"),
        "verdict": verdict,
        "short": summary_line.of_claim(readings, claim),
        "statement": sentence,
        "readings": [vars(reading) for reading in readings],
        "causes": causes.evaluate(claim, trial),
        "crossovers": causes.crossovers(claim, trial) if "advice" in claim else [],
        "true_for": wording.conditions_where_true(readings) if verdict != "holds" else "",
    }


def judge_reading(case, trial, family):
    """A reading with the doubts about it: the instrument's, and whether it reverses without the disturbed blocks."""
    reading = case.read(case.cells, family)
    reading.cells = deciding_cells(reading)
    doubt = trial.instrument.reason_to_doubt(reading) or reversal_without_disturbed(case, reading, family)
    if doubt:
        reading.verdict, reading.firm = "undecided", False
        reading.reason = "; ".join(filter(None, [doubt, reading.reason]))
    return reading


def reversal_without_disturbed(case, reading, family):
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


def deciding_cells(reading):
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
    apart, clashes = integrity.split_across_nodes(samples), integrity.overlaps(samples)
    if apart:
        raise BadClaims("{} ran on {}, {} on {}: a ratio across nodes is no measurement".format(*apart))
    if clashes:
        raise BadClaims(f"cells ran at the same time on one machine: {clashes[0][0]} and {clashes[0][1]}, and others")
    names = sorted(samples["kind"].unique())
    judged, nodes = {}, {}
    for kind in names:  # one after the other: a part is a copy, and the samples are large
        part = cells.rows_of_kind(samples, kind if len(names) > 1 else None)
        judged[kind] = judge_kind(part, limits_table, works, run_facts(part, run), claims, len(names), unsafe or {})
        nodes[kind] = sorted(part["node"].unique())
    if len(judged) == 1:
        return rounded(judged.popitem()[1])
    return rounded(node_kinds.merge_kinds(judged, nodes, run_facts(samples, run), claims["claims"]))


def run_facts(samples, run):
    """What run.json says of a run, and what the samples tell of it."""
    ends = samples[samples["phase"] == "cell"]
    timed, wall = integrity.timed_seconds(samples), integrity.wall_seconds(samples)
    return dict(
        run,
        started=ends["wall_started"].min(),
        ended=ends["wall_ended"].max(),
        cells=len(ends),
        blocks=int(samples["block"].nunique()),
        overlaps=len(integrity.overlaps(samples)),
        timed_seconds=timed,
        wall_seconds=wall,
        duty=timed / wall,
        builds={str(k): str(v) for k, v in samples.groupby("interpreter", observed=True)["build"].first().items()},
    )


def judge_kind(samples, limits_table, works, run, claims, count, unsafe):
    """The verdicts of one kind of node, of `count`."""
    conduct = disturbance(samples)
    bad = conduct[conduct["disturbed"]]
    trial = run_data.RunData(
        cells.cells(samples), cells.gaps(samples), limits_table, works, run, claims["span"], bad, kinds=count
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
        "claims": [judge_claim(claim, trial) for claim in claims["claims"]],
        "answer": ranking.answer(trial, unsafe),
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
