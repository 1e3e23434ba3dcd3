"""`python -m judge FOLDER CLAIMS [WORKLOADS]`: the tables of a run's folder in, the folder's verdicts.json out."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

import pandas as pd

from collect import safety, tables
from collect.integrity import BadRun
from collect.tables import Tables
from judge import budget, claims, serialise, verdicts
from judge.model import MergedVerdicts, Verdicts
from judge.workloads import answers, entries
from judge.workloads.qualities import Probed
from support.run_folder import RunFolder
from support.validation import BadInput

Kind = TypeVar("Kind", bound=Verdicts)


def judge(samples: Tables, run: RunFolder, rules: Path, out: Path, jobs: Path | None = None) -> dict[str, Any]:
    """Judge a run by the claims in the file `rules`; write verdicts.json to `out`, and return what it says.

    `jobs`: the file of workloads that get an answer; None for none. Of a run with a budget, what came of it is written
    beside.
    """
    limits = pd.read_csv(run.limits, dtype={"interpreter": str}, keep_default_na=False, na_values={"limit_bytes": ""})
    works = pd.read_csv(run.works, dtype=str, keep_default_na=False)
    facts = json.loads(run.run.read_text(encoding="utf-8"))
    table = safety.read(run.safety)
    probed = Probed(safety.reasons_by_backend(table), safety.untried_by_backend(table))
    judged = verdicts.verdicts(samples, limits, works, facts, claims.load(rules), probed.unsafe)
    if jobs is not None:
        judged = with_answers(judged, samples, probed, entries.load(jobs))
    text = serialise.to_text(judged)
    out.write_text(text, encoding="utf-8")
    if run.budget.exists():
        told = json.loads(run.budget.read_text(encoding="utf-8"))["families"]
        came = budget.needs(judged.claims, budget.places_of(run.plan), told)
        came.to_csv(RunFolder(out.parent).budget_table, index=False)
    return dict(json.loads(text))


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
    return replace(judged, workloads=answers.workloads(samples, judged.run, floors, judged.memory, probed, asked))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("claims", type=Path)
    parser.add_argument("workloads", type=Path, nargs="?")
    given = parser.parse_args()
    run = RunFolder(given.folder)
    try:
        judge(tables.read(run.samples), run, given.claims, run.verdicts, given.workloads)
    except (BadInput, BadRun) as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
