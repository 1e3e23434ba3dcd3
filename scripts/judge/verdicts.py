"""The only judge: claims and tables in, verdicts out; a pure function of what it is given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from collect import drift, integrity, memory
from collect.cells import CELL
from collect.loop import with_loop
from collect.tables import Tables
from judge import causes, closed_test, node_kinds, ranking
from judge.instrument import dependence, loop, steadiness, twins, variance
from judge.instrument.disturbance import disturbance, uncounted
from judge.instrument.findings import InstrumentFindings
from judge.model import ClaimVerdict, Margin, MergedVerdicts, Reading, Source, Verdict, Verdicts
from judge.readings import Case, all_cases, margin_of
from judge.run_data import RunData, without
from judge.sources import effect
from judge.words import headline, questions, statement, wording
from stats.intervals import MIN_BLOCKS


def judge_claim(claim: dict[str, Any], data: RunData) -> Verdict:
    """A claim's readings, each judged, then the claim's verdict with its statement; of a question what it asks."""
    if claim.get("kind") == "question":
        return questions.asked(claim, data)
    readings = with_p_values([judge_reading(case, data) for case in all_cases(claim, data)])
    verdict, count, sentence = statement.conclusion(readings, claim)
    found = headline.effects(readings, claim)
    return Verdict(
        id=claim["id"],
        quote=claim["quote"],
        english=claim["english"],
        margins=[Margin(test["criterion"], margin_of(test), test.get("why")) for test in claim["tests"]],
        over=claim.get("backends"),
        verdict=verdict,
        short=headline.line(found, readings, sentence),
        statement=sentence,
        readings=readings,
        causes=causes.evaluate(claim, data),
        crossovers=causes.crossovers(claim, data) if "advice" in claim else [],
        true_for=wording.conditions_where_true(readings) if verdict != "holds" else "",
        less_loop=without_loop(readings, claim),
        effects=found,
        count=count,
    )


def judge_source(document: dict[str, Any], data: RunData) -> Source:
    """The claims of another source, each with its effect as its line."""
    judged = [effect.with_effect(judge_claim(claim, data)) for claim in document["claims"]]
    return Source(**document["source"], claims=list(judged))


def with_p_values(readings: list[Reading]) -> list[Reading]:
    """The readings with their p-values: those that decide are one family, those told beside them another."""
    applying = [one for one in readings if one.verdict != "does not apply"]
    families = [[one for one in applying if one.decides == decides] for decides in (True, False)]
    judged = [one for family in families for one in closed_test.with_p_values(family)]
    return judged + [one for one in readings if one.verdict == "does not apply"]


def without_loop(readings: list[Reading], claim: dict[str, Any]) -> ClaimVerdict:
    """The verdict that the times less the loop would give."""
    return statement.conclusion(with_p_values(loop.without_loop(readings)), claim)[0]


def judge_reading(case: Case, data: RunData) -> Reading:
    """A reading with the doubts about it: the instrument's, and whether it reverses without the disturbed blocks."""
    reading = case.read(case.cells)
    reading = replace(reading, cells=deciding_cells(reading))
    if reading.cells:  # what wasn't measured rests on nothing, although one side of it may have been
        reading = replace(reading, steadiness=steadiness.worst(case.cells))
    doubt = data.instrument.reason_to_doubt(reading)
    if not doubt:
        reading = replace(reading, disturbed_blocks=len(disturbed_blocks(case, reading)))
        doubt = reversal_without_disturbed(case, reading)
    if doubt:
        reason = "; ".join(filter(None, [doubt, reading.reason]))
        reading = replace(reading, verdict="undecided", doubted=True, reason=reason)
    return loop.beside(reading, case.read, case.cells)


def disturbed_blocks(case: Case, reading: Reading) -> list[int]:
    """The blocks in which a cell of a decided reading was disturbed."""
    if reading.verdict not in ("holds", "fails"):
        return []
    return list(np.unique(case.cells["block"][case.cells["disturbed"]]))


def reversal_without_disturbed(case: Case, reading: Reading) -> str | None:
    """Why a reading can't stand: without the blocks in which one of its cells was disturbed it says the opposite."""
    hit = disturbed_blocks(case, reading)
    calm = case.cells[~np.isin(case.cells["block"], hit)]
    if not hit or not len(calm):
        return None
    opposite = loop.OPPOSITE[reading.verdict]
    return "it reverses without the disturbed blocks" if case.read(calm).verdict == opposite else None


def deciding_cells(reading: Reading) -> list[str]:
    """The cells behind a reading: patterns of what their files are called, in every block and set."""
    if not reading.logs or "processes" not in reading.conditions:
        return []
    where = reading.conditions
    if "sides" in where:
        pattern = "*/{interpreter}/{payload}*/{backend}-{size}-{processes}"
        return list(dict.fromkeys(pattern.format(**side) for side in where["sides"]))
    sizes = where["size"] if isinstance(where["size"], list) else [where["size"]]
    names = dict.fromkeys(where["backends"])
    return [
        f"*/{where['interpreter']}/{where['payload']}*/{name}-{size}-{where['processes']}"
        for name in names
        for size in sizes
    ]


def verdicts(
    tables: Tables,
    limits: pd.DataFrame,
    works: pd.DataFrame,
    run: dict[str, Any],
    claims: dict[str, Any],
    unsafe: ranking.Unsafe | None = None,
    others: Sequence[dict[str, Any]] = (),
    probes: pd.DataFrame | None = None,
) -> Verdicts | MergedVerdicts:
    """All verdicts of a run, judged for each kind of node on its own.

    Parameters
    ----------
    tables : of samples.parquet, as `collect.tables.read` gives them
    limits, works : limits.csv and works.csv
    run : run.json
    claims : claims.yaml
    unsafe : (backend, interpreter) -> why it isn't safe, of all that were probed; None without probes
    others : the files of claims of other sources; each of their claims is a family of its own, as those of `claims` are
    probes : safety.csv; None without probes

    Raises
    ------
    integrity.BadRun
        when the samples are none that may be judged: cells overlapped, or what is compared ran on several nodes
    """
    check_integrity(tables.rows, tables.turns)
    names = sorted(tables.rows["kind"].unique())
    judged, nodes = {}, {}
    for kind in names:
        part = tables.where("kind", kind if len(names) > 1 else None)
        judged[kind] = judge_kind(part, limits, works, run_facts(part, run), claims, unsafe or {}, others, probes)
        nodes[kind] = sorted(part.rows["node"].unique())
    if len(judged) == 1:
        return judged.popitem()[1]
    return node_kinds.merge_kinds(judged, nodes, run_facts(tables, run), [claims, *others])


def check_integrity(rows: pd.DataFrame, turns: pd.DataFrame) -> None:
    """BadRun unless each cell had its node for itself, and what is compared ran on one node; as Tables has them."""
    apart, clashes = integrity.split_across_nodes(rows), integrity.overlaps(rows, turns)
    if apart:
        raise integrity.BadRun("{} ran on {}, {} on {}: a ratio across nodes is no measurement".format(*apart))
    if clashes:
        one, other = clashes[0]
        raise integrity.BadRun(f"cells ran at the same time on one machine: {one} and {other}, and others")


def run_facts(tables: Tables, run: dict[str, Any]) -> dict[str, Any]:
    """What run.json says of a run, and what the samples tell of it. None of its cells overlap: that was checked."""
    ends = tables.rows[tables.rows["phase"] == "cell"]
    mine = tables.conduct["cell"].isin(ends["cell"])
    timed, wall = float(tables.conduct["timed_seconds"][mine].sum()), integrity.wall_seconds(ends)
    return dict(
        run,
        started=ends["wall_started"].min(),
        ended=ends["wall_ended"].max(),
        cells=len(ends),
        blocks=int(ends["block"].nunique()),
        overlaps=0,
        timed_seconds=timed,
        wall_seconds=wall,
        duty=timed / wall,
        builds={str(k): str(v) for k, v in ends.groupby("interpreter", observed=True)["build"].first().items()},
    )


def judge_kind(
    tables: Tables,
    limits: pd.DataFrame,
    works: pd.DataFrame,
    run: dict[str, Any],
    claims: dict[str, Any],
    unsafe: ranking.Unsafe,
    others: Sequence[dict[str, Any]],
    probes: pd.DataFrame | None,
) -> Verdicts:
    """The verdicts of one kind of node."""
    conduct = disturbance(tables.rows, tables.conduct)
    disturbed = conduct[conduct["disturbed"]]
    steady = drift.steadiness(tables.drifts)
    values = with_loop(steadiness.with_steadiness(tables.cells, steady)).merge(tables.costs, on=CELL, how="left")
    if run["config"].get("budget"):  # by which a disturbed block was measured anew
        values = without(values, uncounted(tables.rows, MIN_BLOCKS))
    held, nodes = memory.by_cell(tables.rows), tables.rows["node"].nunique()
    data = RunData(values, tables.gaps, limits, works, run, claims["span"], disturbed, nodes, held, probes)
    judged = [judge_claim(claim, data) for claim in claims["claims"]]
    effects = [reading.logs for claim in judged for reading in claim.readings if reading.decides and not reading.bound]
    return Verdicts(
        run=run,
        span=claims["span"],
        instrument=InstrumentFindings(
            problems=data.instrument.problems(),
            floors=data.instrument.floors,
            controls=data.instrument.findings,
            disturbed=len(disturbed),
            busy=float(conduct["busy"].median()),
            canary_spread=float(conduct["canary"].quantile(0.95) / conduct["canary"].quantile(0.05)),
            drift=steadiness.counts(steady),
            dependence=dependence.serial_dependence(effects),
            variance=variance.components(values, tables.drifts, run.get("controls", {})),
            twins=twins.twins(values, run["backends"], run.get("controls", {}), data.instrument.answering),
        ),
        claims=list(judged),
        answer=ranking.answer(data, unsafe),
        memory=memory.table(tables.rows),
        sources=[judge_source(document, data) for document in others],
    )
