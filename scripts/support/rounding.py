"""Numbers as the files for programs have them: rounded once, when written."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

LOGS = ("logs", "alternatives")


def as_they_are(logs: Sequence[Any]) -> list[Any]:
    """Natural logs to six decimals: all else is made of them, and four digits of 15.23 would be half a percent."""
    return [as_they_are(one) if isinstance(one, (list, tuple)) else round(one, 6) for one in logs]


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
