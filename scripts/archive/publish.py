"""`python -m archive.publish RESULTS FOLDER`: archive what a run's verdicts are made from, small, with checksums."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import shutil
import sys
from pathlib import Path
from typing import Any

from support import units

FILES = ("samples.parquet", "limits.csv", "works.csv", "run.json", "summary.csv", "verdicts.json")
OPTIONAL = ("crosscheck.csv", "safety.csv")
SHOWN = "standings"  # the figure that the README shows
FIGURES = "figures.sha256"  # the figures' checksums: they can be drawn again, and must be the same
LICENCE = "The data in this folder is published under CC0 1.0: use it as you like.\n"
ROOT = Path(__file__).parent.parent.parent


class RefusedRun(Exception):
    """A run whose verdicts nobody should believe; the text says why, a line a reason."""


def publish(results: Path, folder: Path) -> None:
    """Copy the files that a rejudging needs; the plan goes without the paths of the interpreters.

    Raises
    ------
    RefusedRun
        when twins came out different (`differing_twins`); nothing is written then
    """
    if reasons := differing_twins(json.loads((results / "verdicts.json").read_text(encoding="utf-8"))):
        raise RefusedRun("\n".join(reasons))
    folder.mkdir(parents=True)
    for name in FILES:
        shutil.copy(results / name, folder / name)
    for name in OPTIONAL:
        if (results / name).exists():
            shutil.copy(results / name, folder / name)
    shutil.copy(ROOT / "config" / "claims.yaml", folder / "claims.yaml")
    (folder / "plan.csv").write_text(without_column(results / "plan.csv", "python"), encoding="utf-8")
    keep_figure_sums(results / "figures", folder)
    (folder / "LICENSE").write_text(LICENCE, encoding="utf-8")
    write_checksums(folder)


def differing_twins(verdicts: dict[str, Any]) -> list[str]:
    """One line a pair of twins that the judge refuses; verdicts of an older judge have none."""
    return [
        "{} and {} must take the same time and don't: {} of {} of {}, {} process(es), Python {}: {:.3g} times".format(
            *one["pair"],
            one["operation"],
            units.format_bytes(one["size"]),
            one["payload"],
            one["processes"],
            one["interpreter"],
            one["estimate"],
        )
        + f" ({one['low']:.3g} to {one['high']:.3g}), beyond {one['margin']:.3g}"
        for one in verdicts["instrument"].get("twins", {}).get("refused", [])
    ]


def keep_figure_sums(figures: Path, folder: Path) -> None:
    """The checksums of all figures, what each shows, and the one that the README shows."""
    (folder / FIGURES).write_text(figure_sums(figures), encoding="utf-8")
    for name in ("captions.json", f"{SHOWN}.svg"):
        if (figures / name).exists():
            shutil.copy(figures / name, folder / name)


def write_checksums(folder: Path) -> None:
    """Write checksums.json."""
    (folder / "checksums.json").write_text(json.dumps(checksums(folder), indent=1) + "\n", encoding="utf-8")


def figure_sums(folder: Path) -> str:
    """What sha256sum prints of a folder's files, but for the time stamp that Snakemake leaves in it."""
    files = sorted(path for path in folder.iterdir() if path.is_file() and not path.name.startswith("."))
    return "".join(f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in files)


def without_column(path: Path, column: str) -> str:
    """A CSV's text without one column."""
    rows = list(csv.DictReader(path.open(newline="")))
    text = io.StringIO()
    writer = csv.DictWriter(
        text, [name for name in rows[0] if name != column], extrasaction="ignore", lineterminator="\n"
    )
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def checksums(folder: Path) -> dict[str, str]:
    """File -> SHA-256, of all but the list itself."""
    files = sorted(path for path in folder.iterdir() if path.is_file() and path.name != "checksums.json")
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


if __name__ == "__main__":
    try:
        publish(Path(sys.argv[1]), Path(sys.argv[2]))
    except RefusedRun as error:
        sys.exit(f"not published:\n{error}")
