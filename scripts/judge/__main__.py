"""`python -m judge`: tables and claims in, verdicts.json out."""

import argparse
import json
import sys
from pathlib import Path

import pandas as pd

from collect import cells, safety
from judge import claims, verdicts


def write(samples, limits_path, works_path, safety_path, run_path, claims_path, out):
    """Judge, write verdicts.json, and return what it says."""
    found = verdicts.verdicts(
        samples,
        pd.read_csv(limits_path, dtype={"interpreter": str}, keep_default_na=False, na_values={"limit_bytes": ""}),
        pd.read_csv(works_path, dtype=str, keep_default_na=False),
        json.loads(run_path.read_text(encoding="utf-8")),
        claims.load(claims_path),
        safety.reasons_by_backend(safety.read(safety_path)),
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
        write(cells.load(given.samples), *(getattr(given, name) for name in names))
    except claims.BadClaims as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
