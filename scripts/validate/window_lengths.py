"""`python -m validate.window_lengths OUT.csv`: do the speed claims come out alike with windows of another length?

Each block visits each cell once a length, in random order and next to each other, so that a ratio between two lengths
is one of neighbours. What each length measured is then judged as a run of its own.
"""

from __future__ import annotations

import argparse
import itertools
import os
import random
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import yaml

from collect import cells, raw_schema
from judge import claims
from judge.instrument import twins
from judge.instrument.findings import TwinPair
from judge.model import Reading
from judge.readings import all_cases
from judge.run_data import RunData
from measure.contract.operations import OPERATIONS
from sweep import commands, interpreters, targets
from sweep.targets import Sweep

ROOT = Path(__file__).resolve().parent.parent.parent
LENGTHS = {"half": 0.5, "once": 1.0, "twice": 2.0}
CLAIMS = ("shm-grows", "shareablelist-grows", "manager-flat", "tenfold")
LOOPED = [name for name, kind in OPERATIONS.items() if kind in ("item", "whole")]
NAMING = ("backend", "backends")  # keys of a claim
MARGIN = 1.05


def config(length: float, out: Path, blocks: int) -> dict[str, Any]:
    """The default configuration's cells of the backends that CLAIMS name, with windows so many times as long."""
    base: dict[str, Any] = yaml.safe_load((ROOT / "config/config.yaml").read_text(encoding="utf-8"))
    timing = dict(base["timing"], window_seconds=base["timing"]["window_seconds"] * length)
    timing["minimum_batches"] = round(base["timing"]["minimum_batches"] * length)
    parts = [part for part in base["sweep"] if part["interpreters"] == "ends" and set(part["operations"]) & set(LOOPED)]
    claimed = claims.load(ROOT / "config/claims/article.yaml")["claims"]
    names = {
        name for one in claimed if one["id"] in CLAIMS for key, kind, name in claims.names_in(one) if key in NAMING
    }
    parts = [part | {"backends": sorted(names.intersection(part.get("backends", names)))} for part in parts]
    rest: dict[str, Any] = {"transfer": [], "causes": [], "instrument": [], "outdir": str(out), "blocks": blocks}
    return base | rest | {"timing": timing, "sweep": parts}


def measure(sweeps: dict[str, Sweep], chance: random.Random) -> Iterator[tuple[str, Path]]:
    """(length, raw file) of every cell; of each in turn all lengths, in random order."""
    rows = next(iter(sweeps.values())).measured
    for row in sorted(rows, key=lambda row: (int(row["block"]), int(row["order"]))):
        for length in chance.sample(list(sweeps), len(sweeps)):
            out = sweeps[length].out / "raw" / f"{row['name']}.csv"
            out.parent.mkdir(parents=True, exist_ok=True)
            command = [*shlex.split(commands.of_row(sweeps[length], row)), str(out), str(os.getpid())]
            subprocess.run(command, check=True, env=commands.environment(str(ROOT)))
            yield length, out


def readings(samples: pd.DataFrame, rules: dict[str, Any]) -> list[tuple[str, Reading]]:
    """(claim, reading) of each of CLAIMS that times decide."""
    values = cells.cells(samples)
    backends: dict[str, Any] = {str(name): {} for name in values["backend"].unique()}
    data = RunData(values, cells.gaps(samples), pd.DataFrame(), pd.DataFrame(), {"backends": backends}, rules["span"])
    found = []
    for claim in (one for one in rules["claims"] if one["id"] in CLAIMS):
        found += [(claim["id"], case.read(case.cells)) for case in all_cases(claim, data)]
    return found


def ratios(frames: dict[str, pd.DataFrame]) -> list[TwinPair]:
    """Each looped condition under each two lengths, refused where the ratio lies beyond MARGIN for certain (Holm)."""
    found = []
    values = {length: cells.cells(frame) for length, frame in frames.items()}
    keys = [*cells.CONDITION, "block"]
    for one, other in itertools.combinations(values, 2):
        joined = values[one].merge(values[other], on=keys, suffixes=("", "_other"))
        joined = joined[joined["operation"].isin(LOOPED)]
        where: Any
        for where, part in joined.groupby(cells.CONDITION, observed=True):
            named = dict(zip(cells.CONDITION, where, strict=True))
            logs = np.log((part["seconds"] / part["seconds_other"]).to_numpy(dtype=float))
            names = [f"{named['backend']}, {length}" for length in (one, other)]
            size, processes = int(named["size_bytes"]), int(named["processes"])
            facts: dict[str, Any] = {name: named[name] for name in ("interpreter", "payload", "operation", "placement")}
            pair = TwinPair(names, size=size, processes=processes, blocks=len(logs), margin=MARGIN, **facts)
            found.append(twins.ComparedPair(pair, logs))
    return twins.judged_by_holm(found)


def opposite(by_length: dict[str, list[tuple[str, Reading]]]) -> list[str]:
    """The readings that two lengths decide oppositely."""
    found = []
    for same in zip(*by_length.values(), strict=True):
        if {"holds", "fails"} <= {reading.verdict for _, reading in same}:
            found.append(f"{same[0][0]} {same[0][1].criterion} {same[0][1].conditions}")
    return found


def main(out: Path, blocks: int) -> None:
    """Measure, judge each length, write each condition's ratios, and print what differs."""
    rules = claims.load(ROOT / "config/claims/article.yaml")
    with tempfile.TemporaryDirectory(prefix="window-lengths-") as folder:
        places = {name: Path(folder) / name for name in LENGTHS}
        sweeps = {name: targets.load(config(LENGTHS[name], places[name], blocks), []) for name in LENGTHS}
        paths: dict[str, list[Path]] = {name: [] for name in LENGTHS}
        for length, path in measure(sweeps, random.Random(sweeps["once"].config["seed"])):
            paths[length].append(path)
        frames = {name: loaded(paths[name]) for name in LENGTHS}
    pairs = ratios(frames)
    out.parent.mkdir(parents=True, exist_ok=True)
    pd.DataFrame([asdict(pair) for pair in pairs]).to_csv(out, index=False, float_format="%.4g")
    by_length = {name: readings(frame, rules) for name, frame in frames.items()}
    refused, contrary = [pair for pair in pairs if pair.refused], opposite(by_length)
    print(f"{len(by_length['once'])} readings, {len(contrary)} decided oppositely by two lengths", *contrary, sep="\n")
    print(f"{len(pairs)} ratios between windows, {len(refused)} wholly beyond x/{MARGIN}", *refused, sep="\n")


def loaded(paths: list[Path]) -> pd.DataFrame:
    """The raw files as `collect.cells.load` gives them."""
    frame = raw_schema.read(paths)
    for name in frame.columns.intersection(cells.TEXTS):
        frame[name] = cells.sorted_categories(frame[name].astype("category"))
    return frame


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("out", type=Path)
    parser.add_argument("--blocks", type=int, default=7)
    try:
        main(**vars(parser.parse_args()))
    except interpreters.NotFound as error:
        sys.exit(str(error))
