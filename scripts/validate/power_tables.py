"""`python -m validate.power_tables FOLDER PUBLISHED`: what can be found, in general and as noisy as the newest archive.

The folder gets power.csv (by the number of blocks and of readings, in standard deviations), class_power.csv (by class
of operation and size, at the noise and the blocks of the newest archive of the default sweep) and claim_power.csv (by
claim and number of blocks, which a planned run looks into before it starts).
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from archive.newest import newest
from judge.closed_test import WITHIN, pair
from judge.instrument.floors import class_of
from stats import intervals, power
from support.run_folder import RunFolder

BLOCKS = (6, 7, 8, 10, 13, 20, 40)
READINGS = (1, 9, 26, 116)
OTHER_LEVEL = ("somewhere_ratio",)  # whose interval is corrected for the sizes: its width is another one
OVER_SIZES = 0  # stands for the size of a growth


def by_blocks() -> pd.DataFrame:
    """One row a number of blocks: what is found and shown, of a reading by itself and of claims of READINGS."""
    rows = []
    for blocks in BLOCKS:
        row: dict[str, Any] = {"blocks": blocks, "flat_alone": power.largest_sd(blocks, level=power.EQUIVALENCE)}
        for count in READINGS:
            row[f"effect_{count}"] = np.log(power.smallest_effect(1.0, blocks, count))
            row[f"flat_{count}"] = power.largest_sd(blocks, count)
        rows.append(row)
    return pd.DataFrame(rows)


def spreads(verdicts: dict[str, Any]) -> pd.DataFrame:
    """One row a reading of verdicts.json that has an interval: claim, criterion, margin, class, size, blocks, sd.

    `sd` is what the width of the interval tells: at most so much, since the interval is never narrower than that of t.
    """
    return pd.DataFrame(
        {
            "claim": claim["id"],
            "criterion": reading["criterion"],
            "half_width": half_width(reading),
            "class": class_of(reading["conditions"]["operation"]),
            "size": size if isinstance(size := reading["conditions"].get("size"), int) else OVER_SIZES,
            "blocks": reading["blocks"],
            "sd": sd_of(reading["low"], reading["high"], reading["blocks"]),
        }
        for claim, reading in timed(verdicts["claims"])
    )


def timed(claims: Iterable[dict[str, Any]]) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """(claim, reading) of all readings that decide, with both ends of an interval of time."""
    for claim in claims:
        for reading in (one for one in claim["readings"] if one.get("decides", True)):
            ends = reading["low"] or 0, reading["high"] or 0
            if reading["blocks"] >= intervals.MIN_BLOCKS and reading["criterion"] not in OTHER_LEVEL and min(ends) > 0:
                yield claim, reading


def half_width(reading: dict[str, Any]) -> float:
    """Of a pair of margins: how far they are from the middle (natural log); nan where there is one margin."""
    if reading["criterion"] not in WITHIN:
        return np.nan
    low, high = pair(reading["margin"])
    return (high - low) / 2


def sd_of(low: float, high: float, blocks: int) -> float:
    """The standard deviation of log effects whose t interval has these ends."""
    level = 1 - intervals.MISS_FACTOR * (1 - intervals.CONFIDENCE)
    return float(np.log(high / low) / 2 * np.sqrt(blocks) / intervals.t_quantile(level, blocks))


def root_mean_square(values: Any) -> float:
    return float(np.sqrt(np.mean(np.square(values))))


def by_class(readings: pd.DataFrame) -> pd.DataFrame:
    """One row a class of operation and size: the noise, the readings of the claim that has most, and what is found."""
    some = readings.drop_duplicates(["claim", "class", "size", "half_width", "sd"])
    groups = some.groupby(["class", "size"])
    table = groups["sd"].agg(root_mean_square).reset_index()
    most = some.groupby(["class", "size", "claim", "criterion"]).size().groupby(level=[0, 1]).max()
    table["readings"] = most.to_numpy()
    return power.with_power(table, int(readings["blocks"].median()))


def by_claim(readings: pd.DataFrame, blocks: Sequence[int] = BLOCKS) -> pd.DataFrame:
    """One row a claim, criterion and number of blocks: what must be true of its readings to be found."""
    rows = []
    for (claim, criterion), some in readings.groupby(["claim", "criterion"], sort=False):
        sd, count, half = root_mean_square(some["sd"]), len(some), float(some["half_width"].iloc[0])
        for number in blocks:
            effect, largest = power.smallest_effect(sd, number, count), power.largest_sd(number, count, half)
            row = {"claim": claim, "criterion": criterion, "readings": count, "sd": sd, "blocks": number}
            rows.append(row | {"smallest": effect, "largest_sd": largest})
    return pd.DataFrame(rows)


def main() -> None:
    """Write the three tables into the folder that the command line names."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("published", type=Path, help="the archived runs")
    given = parser.parse_args()
    run = newest(given.published)
    if run is None:
        sys.exit(f"{given.published}: has no archived run of the default sweep")
    readings = spreads(json.loads(RunFolder(run).verdicts.read_text(encoding="utf-8")))
    tables = {
        "power": by_blocks(),
        "class_power": by_class(readings),
        "claim_power": by_claim(readings).assign(run=run.name),
    }
    for name, table in tables.items():
        table.to_csv(given.out / f"{name}.csv", index=False, float_format="%.3g")


if __name__ == "__main__":
    main()
