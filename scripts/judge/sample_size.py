"""How many blocks each set of cells needs for the wanted precision: told once, after the first stage, by width."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd

from collect import tables
from collect.integrity import BadRun
from collect.samples import WORKS, merge
from judge import claims, verdicts
from judge.model import Reading
from measure.record.columns import LIMIT_COLUMNS
from stats import effects
from support.validation import BadInput


def half_widths(readings: list[Reading]) -> dict[tuple[str, str], list[float]]:
    """(interpreter, payload) -> half widths (logs) of its readings: what is compared never leaves such a set."""
    widths: dict[tuple[str, str], list[float]] = {}
    for reading in readings:
        if np.isfinite([reading.low, reading.high]).all() and reading.criterion not in ("limit", "works"):
            where = reading.conditions["interpreter"], reading.conditions["payload"]
            widths.setdefault(where, []).append(float(np.log(reading.high / reading.low) / 2))
    return widths


def blocks_per_set(readings: list[Reading], first: int, factor: float, ceiling: int) -> dict[str, int]:
    """Set, as text -> its number of blocks. The widest of its readings decides, so no side is measured more."""
    wanted = {
        where: effects.blocks_needed(max(widths), first, np.log(factor))
        for where, widths in half_widths(readings).items()
    }
    return {" ".join(where): int(min(ceiling, count)) for where, count in sorted(wanted.items())}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("plan", "run", "claims"):
        parser.add_argument(f"--{name}", required=True, type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("inputs", type=Path, nargs="+")
    given = parser.parse_args()
    run = json.loads(given.run.read_text(encoding="utf-8"))
    first, wanted = run["config"]["blocks"], run["config"]["precision"]
    try:
        with tempfile.TemporaryDirectory() as folder:
            for _ in merge(given.inputs, given.plan, Path(folder) / "samples.parquet"):
                pass
            samples = tables.read(Path(folder) / "samples.parquet")
        judged = verdicts.verdicts(
            samples,
            pd.DataFrame(columns=list(LIMIT_COLUMNS)),
            pd.DataFrame(columns=WORKS),
            run,
            claims.load(given.claims),
        )
    except (BadInput, BadRun) as error:
        sys.exit(str(error))
    readings = [reading for claim in judged.claims for reading in claim.readings]
    blocks = blocks_per_set(readings, first, wanted["factor"], wanted["ceiling"])
    given.out.write_text(json.dumps({"first": first, **wanted, "blocks": blocks}, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
