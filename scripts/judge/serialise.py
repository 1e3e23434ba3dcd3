"""The judge's results as verdicts.json: the same input gives the same bytes."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from typing import Any

from pydantic import TypeAdapter

from judge.model import MergedVerdicts, Verdicts

LOGS = ("logs", "alternatives")
FILE: TypeAdapter[MergedVerdicts | Verdicts] = TypeAdapter(MergedVerdicts | Verdicts)


def to_text(verdicts: Verdicts) -> str:
    """The file's text."""
    facts = FILE.dump_python(verdicts, by_alias=True)
    for one in (facts, *facts.get("kinds", {}).values()):
        if not one["sources"]:  # which older files lack: the same verdicts are the same bytes
            del one["sources"]
    return json.dumps(rounded(facts), indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def as_they_are(logs: Sequence[Any]) -> list[Any]:
    """Natural logs to six decimals: all else is made of them, and four digits of 15.23 would be half a percent."""
    return [as_they_are(one) if isinstance(one, (list, tuple)) else round(one, 6) for one in logs]


def schema() -> dict[str, Any]:
    """The file's JSON Schema; keys may be added, so others are allowed."""
    return FILE.json_schema(mode="serialization")


def schema_text() -> str:
    """The schema as it is committed in docs/data (`make schema`)."""
    return json.dumps(schema(), indent=1, sort_keys=True) + "\n"


def rounded(value: Any) -> Any:
    """Floats to four significant digits, once; what is no number becomes null. Times of day keep their seconds."""
    if isinstance(value, dict):
        return {key: as_they_are(part) if key in LOGS else rounded(part) for key, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [rounded(part) for part in value]
    if isinstance(value, float):
        if not math.isfinite(value):
            return None
        return round(value) if value > 1e8 else float(f"{value:.4g}")
    return value


if __name__ == "__main__":
    print(schema_text(), end="")
