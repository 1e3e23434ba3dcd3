"""The safety matrix: which answers count as unsafe, by config/safety.yaml, and the table that the report shows."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import Any

import pandas as pd

from collect import safety, safety_rules
from support.units import version_key


def matrix(table: pd.DataFrame | None) -> dict[str, Any] | None:
    """What the report shows: groups of mechanisms, and what each table has of them; the evidence by probe; or None.

    A table is of backends or of channels, which are asked other questions: it has columns, and groups with their cells.
    """
    if table is None:
        return None
    labels = sorted(table["interpreter"].unique(), key=version_key)
    tried = table[table["answer"] != "untried"]
    shown = table[table["backend"].isin(tried["backend"])]
    probes = table.drop_duplicates("probe")
    columns = probes[probes["probe"].isin(tried["probe"])]
    channels = columns["group"] == safety_rules.CHANNELS
    of_channels = shown["group"] == safety_rules.CHANNELS
    parts = ((columns[~channels], shown[~of_channels]), (columns[channels], shown[of_channels]))
    tables = [table_of(heads, rows, labels) for heads, rows in parts if len(rows)]
    return {
        "labels": labels,
        "tables": tables,
        "groups": [group for one in tables for group in one["groups"]],
        "left_out": sorted(
            {(row.backend, row.evidence) for row in table[~table["backend"].isin(shown["backend"])].itertuples()}
        ),
        "evidence": [evidence(shown[shown["probe"] == name]) for name in probes["probe"]],
    }


def table_of(columns: pd.DataFrame, rows: pd.DataFrame, labels: list[str]) -> dict[str, Any]:
    """The probes that stand above the columns, and the groups (words, lines)."""
    return {
        "probes": columns[["probe", "head"]].to_dict("records"),
        "groups": [
            (words, [line(rows[rows["backend"] == name], columns["probe"], labels) for name in names])
            for words, names in families(rows)
        ],
    }


def families(table: pd.DataFrame) -> list[tuple[str, list[str]]]:
    """(words, backends) of those with a server process of their own, and of those without; channels are one family."""
    if (table["group"] == safety_rules.CHANNELS).all():
        return [("A channel, by which one process sends and another receives", sorted(table["backend"].unique()))]
    served = table.groupby("backend")["servers"].first() != "0"
    parts = [
        ("Memory or a file that each process has", served[~served].index),
        ("A server process that is asked", served[served].index),
    ]
    return [(words, list(names)) for words, names in parts if len(names)]


def line(rows: pd.DataFrame, probes: Iterable[str], labels: list[str]) -> dict[str, Any]:
    """A backend's line: its reasons, and a cell a probe, each told apart by interpreter where they differ.

    `labels` of the line: the interpreters under which it could be tried, where these aren't all.
    """
    name = rows["backend"].iloc[0]
    tried = set(rows["interpreter"][rows["answer"] != "untried"])
    known = rows[rows["interpreter"].isin(tried)].set_index(["probe", "interpreter"])[["answer", "unsafe", "evidence"]]
    answers = known.to_dict("index")
    return {
        "backend": name,
        "labels": [] if tried == set(labels) else [label for label in labels if label in tried],
        "unsafe": reasons_by_interpreter(
            {label: safety.reasons_unsafe(rows, name, label) for label in labels if label in tried}
        ),
        "cells": [
            answers_by_interpreter({label: answers[probe, label] for label in labels if (probe, label) in answers})
            for probe in probes
        ],
    }


def answers_by_interpreter(answers: dict[str, dict[Hashable, Any]]) -> list[dict[Hashable, Any]]:
    """Label -> answer as the parts of a cell, labelled where there are several; what was untried only if all was."""
    tried = {label: one for label, one in answers.items() if one["answer"] != "untried"} or answers
    parts: dict[str, dict[Hashable, Any]] = {}
    for label, one in tried.items():
        parts.setdefault(one["answer"], {**one, "labels": []})["labels"].append(label)
    return [{**one, "labels": one["labels"] if len(parts) > 1 else []} for one in parts.values()]


def reasons_by_interpreter(why: dict[str, list[str]]) -> list[tuple[list[str], list[str]]]:
    """Label -> reasons as (labels, reasons), the labels empty when all have the same."""
    parts: dict[tuple[str, ...], list[str]] = {}
    for label, some in why.items():
        parts.setdefault(tuple(some), []).append(label)
    return [([] if len(parts) == 1 else labels, list(some)) for some, labels in parts.items()]


def evidence(rows: pd.DataFrame) -> dict[Hashable, Any]:
    """All that a probe found, with its question, its rule's source and its lines."""
    first, tried = rows.iloc[0], rows[rows["answer"] != "untried"]
    return {
        **first[["probe", "head", "asks", "source", "lines", "unsafe_answers", "why"]].to_dict(),
        "counts": tried["answer"].value_counts().to_dict(),
        "rows": merge_interpreters(tried),
        "untried": [
            (words, ", ".join(dict.fromkeys(some["backend"])))
            for words, some in rows[rows["answer"] == "untried"].groupby("evidence")
        ],
    }


def merge_interpreters(rows: pd.DataFrame) -> list[dict[Hashable, Any]]:
    """One dict a row; interpreters that found the same of a backend share one, with their labels as `interpreters`."""
    parts = rows.groupby(["backend", "answer", "evidence", "seen", "tries"], sort=False)
    return [{**some.iloc[0].to_dict(), "interpreters": list(some["interpreter"])} for _, some in parts]
