"""The keys of a schema with their descriptions, as tables for config/README.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from support.validation import load_schema


def table(kind: str) -> str:
    """Every key of a schema (config, claims, safety or workloads) with its description, in Markdown."""
    schema = load_schema(kind)  # each definition is taken out where it is first used
    lines = [f"| `{key}` | {description} |" for key, description in described_keys(schema, schema, "")]
    return "\n".join(["| key | meaning |", "|---|---|", *lines])


def described_keys(part: dict[str, Any], schema: dict[str, Any], prefix: str) -> Iterator[tuple[str, str]]:
    """(dotted key, description) of all keys of a part of a schema, each definition where it is first used."""
    for key, one in part.get("properties", {}).items():
        yield f"{prefix}{key}", one["description"]
        yield from described_keys(inner(one, schema), schema, f"{prefix}{key}.")
    if isinstance(part.get("additionalProperties"), dict):
        yield from described_keys(part["additionalProperties"], schema, f"{prefix}NAME.")


def inner(one: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    """The object that a key holds, alone, in a list, or as one of several choices; {} where it holds none."""
    target = one
    if "$ref" in one:
        target = schema["$defs"].pop(one["$ref"].rpartition("/")[2], {})
    target = target.get("items", target)
    if "$ref" in target:
        target = schema["$defs"].pop(target["$ref"].rpartition("/")[2], {})
    choices = [choice for choice in target.get("oneOf", []) if "properties" in choice]
    return choices[0] if choices else target
