"""The answers of a run: what to use for each workload of a file, and what any other life is reckoned from."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, TypeVar

from collect.cells import unplaced
from collect.tables import Tables
from judge.instrument.disturbance import uncounted
from judge.model import MergedVerdicts, Verdicts
from judge.run_data import to_numpy_types, without
from judge.workloads import parts, qualities, reality
from judge.workloads.model import Workloads
from judge.workloads.qualities import Probed
from judge.workloads.questions import answered
from stats.intervals import MIN_BLOCKS
from support import units

Kind = TypeVar("Kind", bound=Verdicts)
RIVALS = 3  # mechanisms: to be the faster of two says little of what to use


def workloads(
    tables: Tables,
    run: dict[str, Any],
    floors: list[dict[str, Any]],
    memory: list[dict[str, Any]],
    probed: Probed,
    asked: list[dict[str, Any]],
) -> Workloads | None:
    """The answers of one kind of node, as far as RIVALS mechanisms have the parts; None where fewer have any part.

    Parameters
    ----------
    tables : of the kind's samples
    run : run.json
    floors, memory : as verdicts.json has them, of this kind
    asked : the entries of a file of workloads
    """
    cells = to_numpy_types(unplaced(tables.cells))
    if run["config"].get("budget"):  # by which a disturbed block was measured anew
        cells = without(cells, uncounted(tables.rows, MIN_BLOCKS))
    names = qualities.contenders(run)
    found = parts.parts(cells, names, floors)
    gaps = parts.gaps(to_numpy_types(tables.gaps), names, found)
    labels = sorted({part.interpreter for part in found}, key=units.version_key)
    mechanisms = qualities.mechanisms(run, labels, probed)
    answers = [
        answer
        for entry in asked
        for label in labels
        if len((answer := answered(entry, label, found, gaps, mechanisms, memory)).choice.ranked) >= RIVALS
    ]
    some = {part.backend for part in found}
    return Workloads(answers, mechanisms, found, gaps, reality.held(found)) if len(some) >= RIVALS else None


def with_answers(
    judged: Verdicts | MergedVerdicts, samples: Tables, probed: Probed, asked: list[dict[str, Any]]
) -> Verdicts | MergedVerdicts:
    """The verdicts with what to use for each workload; of several kinds of node each has its own."""
    if isinstance(judged, MergedVerdicts):
        parts = {kind: samples.where("kind", kind) for kind in judged.kinds}
        kinds = {kind: with_answers_of_kind(one, parts[kind], probed, asked) for kind, one in judged.kinds.items()}
        return replace(judged, kinds=kinds)
    return with_answers_of_kind(judged, samples, probed, asked)


def with_answers_of_kind(judged: Kind, samples: Tables, probed: Probed, asked: list[dict[str, Any]]) -> Kind:
    """The same of one kind of node."""
    floors = judged.instrument.floors
    return replace(judged, workloads=workloads(samples, judged.run, floors, judged.memory, probed, asked))
