"""The judge's results as verdicts.json: the same input gives the same bytes."""

from __future__ import annotations

import json
from typing import Any

from pydantic import TypeAdapter

from judge.model import MergedVerdicts, Verdicts
from support.rounding import rounded

FILE: TypeAdapter[MergedVerdicts | Verdicts] = TypeAdapter(MergedVerdicts | Verdicts)


def to_text(verdicts: Verdicts) -> str:
    """The file's text."""
    facts = FILE.dump_python(verdicts, by_alias=True)
    for view in (
        facts,
        *facts.get("kinds", {}).values(),
    ):  # older files lack these: the same verdicts are the same bytes
        if not view["sources"]:
            del view["sources"]
        if view["workloads"] is None:  # nor has a run of few mechanisms any
            del view["workloads"]
        elif not view["workloads"]["held"]:
            del view["workloads"]["held"]
    return json.dumps(rounded(facts), indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def schema() -> dict[str, Any]:
    """The file's JSON Schema; keys may be added, so others are allowed."""
    return FILE.json_schema(mode="serialization")


def schema_text() -> str:
    """The schema as it is committed in docs/data (`make schema`)."""
    return json.dumps(schema(), indent=1, sort_keys=True) + "\n"


if __name__ == "__main__":
    print(schema_text(), end="")
