"""What the backends that hold entries have in common: a payload as (key, value) pairs."""

from __future__ import annotations

from collections.abc import Iterable

from measure.hints import Any


def entries(data: Any) -> Iterable[tuple[Any, Any]]:
    """Of a mapping its own, of a list by index; of a blob one, at 0."""
    if isinstance(data, dict):
        return data.items()
    return enumerate(data if isinstance(data, list) else [data])
