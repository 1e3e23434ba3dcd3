"""The safety matrix: which answers count as unsafe, by config/safety.yaml, and the table that the report shows."""

import pandas as pd
import yaml

from analyse.statement import age
from safety.probe import ANSWERS

COLUMNS = ["backend", "interpreter", "version", "servers", "group", "probe", "head", "answer", "unsafe"]
COLUMNS += ["unsafe_answers", "why"]
COLUMNS += ["evidence", "seen", "tries", "asks", "source", "line", "lines"]


class BadRules(Exception):
    """One line for the person who wrote the rules."""


def rules(path, probes):
    """The rules of `path`: one for each of the probes, and one that goes for all of them."""
    found = yaml.safe_load(path.read_text(encoding="utf-8"))
    compare(path, "(the whole)", found, {"always", "probes"})
    compare(path, "probes", found["probes"], set(probes))
    for name, rule in {"always": found["always"], **found["probes"]}.items():
        compare(
            path, name, rule, {"unsafe", "why"} | ({"reason"} if rule.get("unsafe") and name != "always" else set())
        )
        for answer in rule["unsafe"]:
            if answer not in ANSWERS:
                raise BadRules(f"{path}: {name}.unsafe: {answer!r} is not allowed; allowed: {', '.join(ANSWERS)}")
    return found


def compare(path, where, found, needed):
    """One line unless the keys are those that are needed."""
    for key in sorted(set(found) ^ needed):
        what = "is missing" if key in needed else "unknown key"
        raise BadRules(f"{path}: {where}: {key}: {what}; allowed, and needed: {', '.join(sorted(needed))}")


def judged(rows, found):
    """The probes' rows, dicts, as a table in the rules' order; `unsafe` is the reason, or nothing."""
    order = list(found["probes"])
    rows = sorted(rows, key=lambda row: (row["backend"], age(row["interpreter"]), order.index(row["probe"])))
    return pd.DataFrame([{**row, **judgement(row, found)} for row in rows])[COLUMNS]


def judgement(row, found):
    rule = found["probes"][row["probe"]]
    told = {"unsafe_answers": " or ".join(rule["unsafe"]), "why": rule["why"]}
    if row["answer"] in found["always"]["unsafe"]:
        return {"unsafe": f"{row['answer']}: {row['head']}", **told}
    return {"unsafe": rule["reason"] if row["answer"] in rule["unsafe"] else "", **told}


def read(path):
    """The table of a run's folder, texts throughout; None where the matrix wasn't made."""
    return pd.read_csv(path, dtype=str, keep_default_na=False) if path.exists() else None


def unsafe(table, backend, interpreter):
    """The reasons why a backend isn't safe under an interpreter, in the rules' order; none when it is."""
    rows = table[(table["backend"] == backend) & (table["interpreter"] == interpreter) & (table["unsafe"] != "")]
    return list(dict.fromkeys(rows["unsafe"]))


def reasons(table):
    """(backend, interpreter) -> its reasons, of all that were probed; {} without a table."""
    if table is None:
        return {}
    probed = table[table["answer"] != "untried"][["backend", "interpreter"]].drop_duplicates()
    return {key: unsafe(table, *key) for key in probed.itertuples(index=False, name=None)}


def matrix(table):
    """What the report shows: columns, groups of backends with their cells, the evidence by probe; None without it."""
    if table is None:
        return None
    labels = sorted(table["interpreter"].unique(), key=age)
    tried = table.groupby("backend")["answer"].agg(lambda answers: (answers != "untried").any())
    shown = table[table["backend"].isin(tried.index[tried])]
    probes = table.drop_duplicates("probe")
    columns = probes[probes["probe"].isin(table["probe"][table["answer"] != "untried"])]
    return {
        "labels": labels,
        "probes": columns[["probe", "head"]].to_dict("records"),
        "groups": [
            (words, [line(shown[shown["backend"] == name], columns["probe"], labels) for name in names])
            for words, names in families(shown)
        ],
        "left_out": sorted(
            {(row.backend, row.evidence) for row in table[~table["backend"].isin(shown["backend"])].itertuples()}
        ),
        "evidence": [evidence(shown[shown["probe"] == name]) for name in probes["probe"]],
    }


def families(table):
    """(words, backends) of those with a server process of their own, and of those without."""
    served = table.groupby("backend")["servers"].first() != "0"
    parts = [
        ("Memory or a file that each process has", served[~served].index),
        ("A server process that is asked", served[served].index),
    ]
    return [(words, list(names)) for words, names in parts if len(names)]


def line(rows, probes, labels):
    """A backend's line: its reasons, and a cell a probe, each told apart by interpreter where they differ.

    `labels` of the line: the interpreters under which it could be tried, where these aren't all.
    """
    name = rows["backend"].iloc[0]
    tried = set(rows["interpreter"][rows["answer"] != "untried"])
    told = rows[rows["interpreter"].isin(tried)].set_index(["probe", "interpreter"])[["answer", "unsafe", "evidence"]]
    answers = told.to_dict("index")
    return {
        "backend": name,
        "labels": [] if tried == set(labels) else [label for label in labels if label in tried],
        "unsafe": told_apart({label: unsafe(rows, name, label) for label in labels if label in tried}),
        "cells": [
            apart({label: answers[probe, label] for label in labels if (probe, label) in answers}) for probe in probes
        ],
    }


def apart(answers):
    """Label -> answer as the parts of a cell, labelled where there are several; what was untried only if all was."""
    tried = {label: one for label, one in answers.items() if one["answer"] != "untried"} or answers
    parts = {}
    for label, one in tried.items():
        parts.setdefault(one["answer"], {**one, "labels": []})["labels"].append(label)
    return [{**one, "labels": one["labels"] if len(parts) > 1 else []} for one in parts.values()]


def told_apart(why):
    """Label -> reasons as (labels, reasons), the labels empty when all have the same."""
    parts = {}
    for label, some in why.items():
        parts.setdefault(tuple(some), []).append(label)
    return [([] if len(parts) == 1 else labels, list(some)) for some, labels in parts.items()]


def evidence(rows):
    """All that a probe found, with its question, its rule's source and its lines."""
    first, tried = rows.iloc[0], rows[rows["answer"] != "untried"]
    return {
        **first[["probe", "head", "asks", "source", "lines", "unsafe_answers", "why"]].to_dict(),
        "counts": tried["answer"].value_counts().to_dict(),
        "rows": together(tried),
        "untried": [
            (words, ", ".join(dict.fromkeys(some["backend"])))
            for words, some in rows[rows["answer"] == "untried"].groupby("evidence")
        ],
    }


def together(rows):
    """One dict a row; interpreters that found the same of a backend share one, with their labels as `interpreters`."""
    parts = rows.groupby(["backend", "answer", "evidence", "seen", "tries"], sort=False)
    return [{**some.iloc[0].to_dict(), "interpreters": list(some["interpreter"])} for _, some in parts]
