"""Kinds of node: each judged on its own, what they say together, where they agree, and how fast each is."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, replace
from itertools import combinations
from typing import Any

from judge import closed_test
from judge.instrument import loop, steadiness, twins
from judge.instrument.findings import InstrumentFindings
from judge.model import (
    Agreement,
    Answer,
    KindVerdicts,
    MergedVerdict,
    MergedVerdicts,
    Reading,
    Source,
    Verdict,
    Verdicts,
)
from judge.words import statement, wording

ONCE = ("works", "limit", "probed")  # made once a run, on one node, and nothing that is timed: the same for every kind
DECIDED = ("holds", "mostly holds", "fails", "mostly fails", "depends")
FACTS = ("processor", "cores", "memory", "system", "governor")  # of which measure.system.host.kind makes a kind


def names(kinds: Iterable[str]) -> dict[str, str]:
    """Kind -> the fewest of its parts that tell it from the others, such as "Xeon Gold 6148 (governor powersave)"."""
    parts = {kind: kind.split(", ") for kind in kinds}
    places = range(min(map(len, parts.values())))
    for number in places:
        for some in combinations(places, number + 1):
            called = {kind: name_with_parts(*(part[place] for place in some)) for kind, part in parts.items()}
            if len(set(called.values())) == len(called):
                return called
    return {kind: kind for kind in kinds}


def name_with_parts(first: str, *others: str) -> str:
    """A name without commas, because names stand in lists."""
    return f"{first} ({' '.join(others)})" if others else first


def merge_kinds(
    judged: dict[str, Verdicts], nodes: dict[str, list[str]], run: dict[str, Any], documents: Sequence[dict[str, Any]]
) -> MergedVerdicts:
    """verdicts.json of several kinds: in the shape of one, with the claims over all of them, and `kinds`.

    `judged`: kind -> its verdicts, in the shape of a run's; `nodes`: kind -> the names of its nodes; `run`: the whole
    run's facts; `documents`: the files of claims, the first of them the report's own. A reading is always of one kind
    and stands with it: the claims over all kinds have none of their own.
    """
    name = names(judged)
    first = next(iter(judged.values()))
    instruments = [one.instrument for one in judged.values()]
    return MergedVerdicts(
        run=run,
        span=first.span,
        instrument=InstrumentFindings(
            problems=[f"on {name[kind]} {text}" for kind, one in judged.items() for text in one.instrument.problems],
            disturbed=sum(one.disturbed for one in instruments),
            busy=max(one.busy for one in instruments),
            canary_spread=max(one.canary_spread for one in instruments),
            twins=twins.merge(one.twins for one in instruments),
            drift=steadiness.merge(one.drift for one in instruments),
        ),
        claims=merge_claims(documents[0], judged, name),
        sources=[
            Source(**document["source"], claims=merge_claims(document, sources_at(judged, place), name))
            for place, document in enumerate(documents[1:])
        ],
        answer=Answer(),
        kinds={kind: verdicts_of_kind(one, kind, name[kind], nodes[kind]) for kind, one in judged.items()},
    )


def verdicts_of_kind(verdicts: Verdicts, kind: str, name: str, nodes: list[str]) -> KindVerdicts:
    """The verdicts of one kind, with its name, its nodes and the facts of its own machines."""
    own = {one.name: getattr(verdicts, one.name) for one in fields(verdicts)}
    own["run"] = run_facts_of_kind(verdicts.run, kind, nodes)
    return KindVerdicts(**own, name=name, nodes=nodes)


def run_facts_of_kind(run: dict[str, Any], kind: str, nodes: list[str]) -> dict[str, Any]:
    """The facts of a kind's part of the run: those of the machine that made the plan are another's."""
    parts = kind.split(", ")
    facts = dict(zip(FACTS, parts, strict=True)) if len(parts) == len(FACTS) else {"processor": kind}
    cores = re.match(r"\d+", facts.get("cores", ""))
    machine: dict[str, Any] = {"system": None} | facts
    machine |= {"cores": int(cores[0]) if cores else None, "nodes": ", ".join(nodes)}
    return dict(run, machine=machine, warnings=[])


def sources_at(judged: dict[str, Verdicts], place: int) -> dict[str, Source]:
    """What each kind says of the source that is listed there."""
    return {kind: one.sources[place] for kind, one in judged.items()}


def merge_claims(
    document: dict[str, Any], judged: Mapping[str, Verdicts | Source], name: dict[str, str]
) -> list[MergedVerdict | Verdict]:
    """The claims of a file over all kinds."""
    own = [{kind: one.claims[place] for kind, one in judged.items()} for place in range(len(document["claims"]))]
    return [merge_claim(claim, one, name) for claim, one in zip(document["claims"], own, strict=True)]


def merge_claim(
    claim: dict[str, Any], own: Mapping[str, MergedVerdict | Verdict], name: dict[str, str]
) -> MergedVerdict:
    """A claim over all kinds: its verdict, that of each kind, and the readings in which two kinds contradict."""
    first = next(iter(own.values()))
    readings = closed_test.with_p_values([one for one in pool_readings(own, name) if one.decides])
    verdict, count, sentence = statement.conclusion(readings, claim) if readings else (None, None, first.statement)
    without = closed_test.with_p_values(loop.without_loop(readings))
    compared, opposite = contradictions(readings)
    return MergedVerdict(
        id=first.id,
        quote=first.quote,
        english=first.english,
        margins=first.margins,
        over=first.over,
        verdict=verdict if first.kind == "claim" else None,
        short=sentence,
        statement=sentence,
        readings=[],
        causes=[],
        crossovers=[],
        true_for="",
        less_loop=statement.conclusion(without, claim)[0] if readings else None,
        kind=first.kind,
        count=count,
        by_kind={kind: one.verdict for kind, one in own.items()},
        agreement=agreement([one.verdict for one in own.values()]),
        compared=compared,
        opposite=len(opposite),
        contradicted=wording.format_readings(opposite) if opposite else "",
    )


def pool_readings(own: Mapping[str, MergedVerdict | Verdict], name: dict[str, str]) -> list[Reading]:
    """The readings of all kinds, with the kind as one more condition; what was made once is there once."""
    first = next(iter(own))
    pooled = []
    for kind, claim in own.items():
        for reading in claim.readings:
            if reading.criterion not in ONCE:
                pooled.append(replace(reading, conditions=dict(reading.conditions, kind=name[kind])))
            elif kind == first:
                pooled.append(reading)
    return pooled


def agreement(verdicts: Sequence[str | None]) -> Agreement:
    """agree, differ, open (what is decided agrees, but not every kind is decided), or none decided."""
    decided = {verdict for verdict in verdicts if verdict in DECIDED}
    if len(decided) < 2:
        return ("agree" if decided == set(verdicts) else "open") if decided else "none decided"
    return "differ"


def contradictions(readings: list[Reading]) -> tuple[int, list[Reading]]:
    """(how many readings are decided on several kinds, those that hold on one and fail on another, each once)."""
    groups: dict[tuple[str, str], list[Reading]] = {}
    for reading in readings:
        if reading.verdict in ("holds", "fails") and "kind" in reading.conditions:
            where = {key: value for key, value in reading.conditions.items() if key not in ("kind", "best_size")}
            groups.setdefault((reading.criterion, json.dumps(where, sort_keys=True)), []).append(reading)
    several = [some for some in groups.values() if len(some) > 1]
    return len(several), [some[0] for some in several if len({reading.verdict for reading in some}) > 1]


def views(verdicts: dict[str, Any]) -> dict[str | None, dict[str, Any]]:
    """Kind -> verdicts in the shape of a run with one kind, to be drawn and shown; None stands for the only one."""
    return verdicts.get("kinds") or {None: verdicts}


def page(name: str) -> str:
    """The file of a kind's own report, beside the one over all kinds."""
    return f"report-{slug(name)}.html"


def slug(name: str) -> str:
    """A name as a file's: letters, digits and dashes."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
