"""An archive's claims.yaml, brought up to what today's file says of the same claims beside their readings."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import yaml

from judge import claims
from support.validation import load_yaml

KEYS = ("kind", "tests", "headline", "seen", "versus")  # which readings there are stays as the run had planned them
ROOT = Path(__file__).parent.parent.parent
HEADER = "# The claims by which this run is judged; `make amend` brought {} up to today's.\n"


class Indented(yaml.SafeDumper):
    """Lists are indented, as in the file that people edit, so that an entry can be copied from one to the other."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)


def to_text(document: dict[str, Any]) -> str:
    """A file of claims, without comments."""
    return yaml.dump(document, Dumper=Indented, allow_unicode=True, sort_keys=False, width=120)


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
    """Write the archive's claims.yaml anew where today's file says more."""
    path = folder / "claims.yaml"
    archived, today = load_yaml(path), claims.load(ROOT / "config" / "claims.yaml")
    found = updated(archived, today)
    if found != archived:
        path.write_text(HEADER.format(", ".join(KEYS)) + to_text(found), encoding="utf-8")
