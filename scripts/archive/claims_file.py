"""An archive's files of claims, brought up to what today's files say of the same claims beside their readings."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import yaml

from judge import claims
from support.validation import load_yaml

KEYS = ("kind", "tests", "headline", "seen", "versus")  # which readings there are stays as the run had planned them
ROOT = Path(__file__).parent.parent.parent
OWN = "claims.yaml"  # of the source that the report is about
HEADER = "# The claims by which this run is judged; `make amend` brought {} up to today's.\n"


class Indented(yaml.SafeDumper):
    """Lists are indented, as in the file that people edit, so that an entry can be copied from one to the other."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)


def to_text(document: dict[str, Any]) -> str:
    """A file of claims, without comments."""
    return yaml.dump(document, Dumper=Indented, allow_unicode=True, sort_keys=False, width=120)


def in_archive(folder: Path, run: Any) -> list[tuple[Path, Path]]:
    """(file in an archive, file that the run was configured with) of each file of claims; `run` is its run.json.

    One that is older than the `claims` of a configuration has the article's alone.
    """
    config = run.get("config", {}) if isinstance(run, dict) else {}
    first, *others = config.get("claims", ["config/claims/article.yaml"])
    return [(folder / OWN, ROOT / first), *((folder / f"claims-{Path(one).name}", ROOT / one) for one in others)]


def updated(archived: dict[str, Any], today: dict[str, Any]) -> dict[str, Any]:
    """The archived claims with today's KEYS; a claim that is gone today stays as it was.

    Raises
    ------
    ValueError
        when a margin would be another one: what was judged by it was declared before its data was seen
    """
    found = copy.deepcopy(archived)
    now = {claim["id"]: claim for claim in today["claims"]}
    for claim in found["claims"]:
        other = now.get(claim["id"], claim)
        changed = margins(claim) - margins(other) if other.get("kind") != "question" else set()
        if changed:
            raise ValueError(f"claim {claim['id']}: the margins {sorted(changed)} are others today")
        for key in KEYS:
            if key in other:
                claim[key] = other[key]
            else:
                claim.pop(key, None)
        if claim.get("kind") == "question":
            claim.pop("readings", None)
    return found


def margins(claim: dict[str, Any]) -> set[str]:
    """Each test's criterion with its margin."""
    return {f"{test['criterion']} {test.get('margin')}" for test in claim.get("tests", [])}


def amend(folder: Path) -> None:
    """Write the archive's files of claims anew where today's say more; one that is gone today stays as it was."""
    for path, now in in_archive(folder, json.loads((folder / "run.json").read_text(encoding="utf-8"))):
        archived = load_yaml(path)
        found = updated(archived, claims.load(now)) if now.exists() else archived
        if found != archived:
            path.write_text(HEADER.format(", ".join(KEYS)) + to_text(found), encoding="utf-8")
