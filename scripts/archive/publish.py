"""`python -m archive.publish RESULTS FOLDER`: archive what a run's verdicts are made from, small, with checksums."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from archive import claims_file, sound
from judge import claims
from provenance import decides
from support import units
from support.validation import BadInput

FILES = ("samples.parquet", "limits.csv", "works.csv", "run.json", "summary.csv", "verdicts.json")
OPTIONAL = ("crosscheck.csv", "safety.csv", "budget.json", "budget.csv")
WORKLOADS = "workloads.yaml"  # that it answers
SHOWN = ("opening.svg", "standings.svg")  # figures that other pages show
FIGURES = "figures.sha256"  # the figures' checksums: they can be drawn again, and must be the same
LICENCE = "The data in this folder is published under CC0 1.0: use it as you like.\n"
ROOT = Path(__file__).parent.parent.parent


class RefusedRun(Exception):
    """A run whose verdicts nobody should believe; the text says why, a line a reason."""


def publish(results: Path, folder: Path) -> None:
    """Copy the files that a rejudging needs; the plan goes without the paths of the interpreters.

    The archive is whole or not there.

    Raises
    ------
    RefusedRun
        when twins came out different (`differing_twins`), or what decides changed after the start (`changed_since`)
    sound.Unsound
        when a file is missing, the label is no name, or an archive of that name is there
    """
    sound.check_label(folder.name)
    if folder.exists():
        raise sound.Unsound(f"{folder}: is there already; choose another label, or delete it")
    for name in (*FILES, "plan.csv", "figures"):
        if not (results / name).exists():
            raise sound.Unsound(f"{results / name}: is missing; a finished run has it")
    reasons = differing_twins(sound.verdicts(results / "verdicts.json"))
    reasons += changed_since(results, decides.digests(files_of_claims(results)))
    if reasons := reasons or other_claims(results):
        raise RefusedRun("\n".join(reasons))
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".publishing-", dir=folder.parent) as place:
        new = Path(place) / folder.name
        new.mkdir()
        fill(results, new)
        new.rename(folder)


def fill(results: Path, folder: Path) -> None:
    """Put a run's files into a new archive."""
    for name in FILES:
        shutil.copy(results / name, folder / name)
    for name in OPTIONAL:
        if (results / name).exists():
            shutil.copy(results / name, folder / name)
    for archived, today in claims_file.in_archive(folder, sound.read_json(results / "run.json")):
        shutil.copy(today, archived)
    shutil.copy(ROOT / "config" / WORKLOADS, folder / WORKLOADS)
    (folder / "plan.csv").write_text(without_column(results / "plan.csv", "python"), encoding="utf-8")
    keep_figure_sums(results / "figures", folder)
    (folder / "LICENSE").write_text(LICENCE, encoding="utf-8")
    write_checksums(folder)


def files_of_claims(results: Path) -> list[Path]:
    """The files of claims that a run began with."""
    return [today for _, today in claims_file.in_archive(results, sound.read_json(results / "run.json"))]


def other_claims(results: Path) -> list[str]:
    """One line where the verdicts are of other files of claims than those that the run began with."""
    found = sound.verdicts(results / "verdicts.json")
    judged = [claim["id"] for one in (found, *found.get("sources", [])) for claim in one["claims"]]
    files = files_of_claims(results)
    if judged == [claim["id"] for one in claims.load_all(files) for claim in one["claims"]]:
        return []
    told = ", ".join(path.name for path in files)
    return [f"{results}/verdicts.json: was judged by other claims than those of {told}, with which the run began"]


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


def changed_since(results: Path, today: dict[str, str]) -> list[str]:
    """One line where a run started before what decides became what it is `today`: its data may have been seen first."""
    facts = sound.read_json(results / "run.json")
    then = facts.get("decides") if isinstance(facts, dict) else None
    if then == today:
        return []
    again = f"move {results}/raw, {results}/blocks and {results}/plan.csv away, and measure again"
    if not isinstance(then, dict):
        return [f"{results}/run.json: is older than the noting of what decides a run's verdicts (`decides`); {again}"]
    others = sorted(name for name in {**then, **today} if then.get(name) != today.get(name))
    return [f"{results}/run.json: the run started before these became what they are: {', '.join(others)}; {again}"]


def keep_figure_sums(figures: Path, folder: Path) -> None:
    """The checksums of all figures, what each shows, and those that other pages show."""
    (folder / FIGURES).write_text(figure_sums(figures), encoding="utf-8")
    for name in ("captions.json", *SHOWN):
        if (figures / name).exists():
            shutil.copy(figures / name, folder / name)


def write_checksums(folder: Path) -> None:
    """Write checksums.json."""
    (folder / "checksums.json").write_text(json.dumps(sound.checksums(folder), indent=1) + "\n", encoding="utf-8")


def figure_sums(folder: Path) -> str:
    """What sha256sum prints of a folder's files, but for the time stamp that Snakemake leaves in it."""
    files = sorted(path for path in folder.iterdir() if path.is_file() and not path.name.startswith("."))
    return "".join(f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in files)


def without_column(path: Path, column: str) -> str:
    """A CSV's text without one column."""
    rows = list(csv.DictReader(path.open(encoding="utf-8", newline="")))
    text = io.StringIO()
    writer = csv.DictWriter(
        text, [name for name in rows[0] if name != column], extrasaction="ignore", lineterminator="\n"
    )
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def main(results: Path, folder: Path) -> None:
    try:
        publish(results, folder)
    except (BadInput, RefusedRun, sound.Unsound) as error:
        sys.exit(f"not published:\n{error}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
