"""`python -m judge FOLDER CLAIMS`: the tables of a run's folder and claims.yaml in, the folder's verdicts.json out."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

import pandas as pd

from collect import safety, tables
from collect.integrity import BadRun
from collect.tables import Tables
from judge import budget, claims, serialise, verdicts
from support.run_folder import RunFolder
from support.validation import BadInput


def judge(samples: Tables, run: RunFolder, rules: Path, out: Path) -> dict[str, Any]:
    """Judge a run by the claims in the file `rules`; write verdicts.json to `out`, and return what it says.

    Of a run with a budget, what came of it is written beside.
    """
    limits = pd.read_csv(run.limits, dtype={"interpreter": str}, keep_default_na=False, na_values={"limit_bytes": ""})
    works = pd.read_csv(run.works, dtype=str, keep_default_na=False)
    facts = json.loads(run.run.read_text(encoding="utf-8"))
    unsafe = safety.reasons_by_backend(safety.read(run.safety))
    judged = verdicts.verdicts(samples, limits, works, facts, claims.load(rules), unsafe)
    text = serialise.to_text(judged)
    out.write_text(text, encoding="utf-8")
    if run.budget.exists():
        told = json.loads(run.budget.read_text(encoding="utf-8"))["families"]
        came = budget.needs(judged.claims, budget.places_of(run.plan), told)
        came.to_csv(RunFolder(out.parent).budget_table, index=False)
    return dict(json.loads(text))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("claims", type=Path)
    given = parser.parse_args()
    run = RunFolder(given.folder)
    try:
        judge(tables.read(run.samples), run, given.claims, run.verdicts)
    except (BadInput, BadRun) as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
