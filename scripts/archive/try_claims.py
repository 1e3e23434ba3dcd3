"""`python -m archive.try_claims FOLDER CLAIMS`: claims of one's own, judged by an archived run that stays as it is."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import yaml

from archive import claims_file, sound
from collect import tables
from judge import claims
from judge.__main__ import read_inputs, verdicts_of
from judge.model import Verdict
from judge.sources import missing
from support import units
from support.run_folder import RunFolder
from support.validation import BadInput

Judged = tuple[list[Verdict], dict[str, Any]]


def judged(folder: Path, path: Path) -> Judged:
    """(the verdicts on the claims of a file, the keys of a configuration that would measure what the run lacks)."""
    run, document = RunFolder(folder), claims.load(path)
    claims.check_claims(path, document)
    claims.check_source(path, document)
    own = claims.load(folder / claims_file.OWN)
    given = read_inputs(run)
    found = verdicts_of(tables.read(run.samples), given, {**own, "claims": []}, document)
    labels = sorted(given.run["interpreters"], key=units.version_key)
    told = list(found.sources[0].claims)
    known = missing.planned(run.plan)
    return told, missing.fragment(told, document["claims"], known, own["span"], labels)


def text(told: list[Verdict], lacking: dict[str, Any]) -> str:
    """The verdicts, one a line, and what would measure the rest."""
    lines = [f"{one.id:<30} {one.verdict or 'question':<17} {one.short}" for one in told]
    if lacking:
        words = "This run lacks cells that some of the claims need; these keys of a configuration measure them:"
        lines += ["", words, "", fragment_text(lacking)]
    return "\n".join(lines)


def fragment_text(lacking: dict[str, Any]) -> str:
    """A piece of a configuration as YAML."""
    return str(yaml.dump(lacking, Dumper=claims_file.Indented, sort_keys=False, default_flow_style=None, width=120))


def main(folder: Path, path: Path) -> None:
    """Print the verdicts on a file of claims by an archive; an altered one is refused."""
    sound.check_or_exit(folder)
    try:
        print(text(*judged(folder, path)))
    except BadInput as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
