"""Whether the times of interpreters may be set against each other: only where they were built alike."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from support.units import version_key

WORDS = {"pgo": "PGO", "lto": "LTO", "debug": "debugging", "free-threaded": "free threading"}
PLAIN = "plain"
UNKNOWN = "not measured"


def not_comparable(builds: Mapping[str, str], labels: Iterable[str] | None = None) -> str:
    """Why the times of interpreters (of all, or of those named) are not comparable, or "" where they were built alike.

    `builds`: label -> what the record's column says; "not comparable: 3.13 is built with PGO and LTO, 3.8 without".
    """
    wanted = set(builds if labels is None else labels)
    groups: dict[str, list[str]] = {}
    for label in sorted(wanted.intersection(builds), key=version_key):
        groups.setdefault(builds[label], []).append(label)
    if len(groups) < 2:
        return ""
    optimised = [f"{listed(some)} built with {flags(kind)}" for kind, some in groups.items() if kind != PLAIN]
    plain = [f"{series(groups[PLAIN])} without"] if PLAIN in groups else []
    return f"not comparable: {', '.join([*optimised, *plain])}"


def listed(labels: list[str]) -> str:
    """3.13 is; 3.8 and 3.9 are."""
    return f"{series(labels)} {'are' if len(labels) > 1 else 'is'}"


def series(labels: list[str]) -> str:
    """3.8; 3.8 and 3.9; 3.8, 3.9 and 3.10."""
    return " and ".join(filter(None, [", ".join(labels[:-1]), labels[-1]]))


def flags(kind: str) -> str:
    """The flags of a kind of build in words: PGO and LTO."""
    return " and ".join(WORDS.get(word, word) for word in kind.split())


def differing(one: Mapping[str, str], other: Mapping[str, str]) -> list[str]:
    """The interpreters that two runs, or two kinds of node, both have, and had built otherwise."""
    return sorted((label for label in one if label in other and one[label] != other[label]), key=version_key)


def on_trial(run: Mapping[str, Any]) -> str:
    """Which interpreters a run had and how each was built: "3.8.18 plain (no PGO, no LTO), 3.13.0 plain; glibc 2.36".

    `run` is that of verdicts.json; an older one has no `builds_detail`, which tells the C library.
    """
    builds, details = run.get("builds", {}), run.get("builds_detail", {})
    parts = []
    for label, version in sorted(run["interpreters"].items(), key=lambda item: version_key(item[0])):
        kind = builds.get(label) or details.get(label, {}).get("kind") or UNKNOWN
        known = kind.startswith(PLAIN) or kind == UNKNOWN
        parts.append(f"{version} {kind}" if known else f"{version} with {flags(kind)}")
    first = next((place for place, words in enumerate(parts) if words.endswith(f" {PLAIN}")), None)
    if first is not None:
        parts[first] += " (no PGO, no LTO)"
    return "; ".join(filter(None, [", ".join(parts), libraries(details)]))


def libraries(details: Mapping[str, Any]) -> str:
    """The C library of all interpreters, or which has which: "glibc 2.36 (3.8), glibc 2.43 (3.14)"."""
    users: dict[str, list[str]] = {}
    for label in sorted(details, key=version_key):
        if details[label]["libc"]:
            users.setdefault(details[label]["libc"], []).append(label)
    if len(users) < 2:
        return "".join(users)
    return ", ".join(f"{name} ({', '.join(labels)})" for name, labels in users.items())
