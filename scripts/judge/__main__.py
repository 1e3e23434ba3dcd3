"""`python -m judge FOLDER CLAIMS... [--workloads FILE]`: a run's tables and claims in, its verdicts.json out."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

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


class Inputs(NamedTuple):
    """What a run's verdicts are made of beside its samples."""

    limits: pd.DataFrame
    works: pd.DataFrame
    run: dict[str, Any]
    probes: pd.DataFrame | None


def read_inputs(run: RunFolder) -> Inputs:
    """The tables and facts of a run's folder."""
    limits = pd.read_csv(run.limits, dtype={"interpreter": str}, keep_default_na=False, na_values={"limit_bytes": ""})
    works = pd.read_csv(run.works, dtype=str, keep_default_na=False)
    return Inputs(limits, works, json.loads(run.run.read_text(encoding="utf-8")), safety.read(run.safety))


def judge(
    samples: Tables, run: RunFolder, rules: Sequence[Path], out: Path, jobs: Path | None = None
) -> dict[str, Any]:
    """Judge a run by the files of claims `rules`; write verdicts.json to `out`, and return what it says.

    `jobs`: the file of workloads that get an answer; None for none. Of a run with a budget, what came of it is written
    beside.
    """
    given = read_inputs(run)
    judged = verdicts_of(samples, given, *claims.load_all(rules))
    if jobs is not None:
        probed = Probed(
            safety.reasons_by_backend(given.probes),
            safety.untried_by_backend(given.probes),
            safety.asks_by_backend(given.probes),
        )
        judged = answers.with_answers(judged, samples, probed, entries.load(jobs))
    text = serialise.to_text(judged)
    out.write_text(text, encoding="utf-8")
    if run.budget.exists():
        told = json.loads(run.budget.read_text(encoding="utf-8"))["families"]
        came = budget.needs(judged.claims, budget.places_of(run.plan), told)
        came.to_csv(RunFolder(out.parent).budget_table, index=False)
    return dict(json.loads(text))


def verdicts_of(
    samples: Tables, given: Inputs, own: dict[str, Any], *others: dict[str, Any]
) -> Verdicts | MergedVerdicts:
    """The verdicts by files of claims as `claims.load_all` gives them."""
    unsafe = safety.reasons_by_backend(given.probes)
    return verdicts.verdicts(samples, given.limits, given.works, given.run, own, unsafe, others, given.probes)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("claims", type=Path, nargs="+")
    parser.add_argument("--workloads", type=Path)
    given = parser.parse_args()
    run = RunFolder(given.folder)
    try:
        judge(tables.read(run.samples), run, given.claims, run.verdicts, given.workloads)
    except (BadInput, BadRun) as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
