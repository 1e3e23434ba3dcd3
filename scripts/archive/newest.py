"""Which archived run stands for its kind: the one that texts quote and that tells how noisy a run is."""

from __future__ import annotations

import json
from pathlib import Path


def newest(published: Path, outdir: str = "results") -> Path | None:
    """The folder of the newest archived run of the configuration that writes to `outdir`, or None.

    A run that found all of its controls goes before a newer one that missed some: its instrument was sounder, and
    controls say nothing of what the verdicts are.
    """
    files = {path.parent: path.read_text(encoding="utf-8") for path in sorted(published.glob("*/verdicts.json"))}
    runs = {
        folder: one for folder, text in files.items() if (one := json.loads(text))["run"]["config"]["outdir"] == outdir
    }
    sound = [folder for folder, one in runs.items() if all(found["found"] for found in one["instrument"]["controls"])]
    return next(iter(reversed(sound or list(runs))), None)
