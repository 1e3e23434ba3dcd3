"""The probes' answers and the rules of config/safety.yaml: what counts as unsafe."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd

from collect import safety_rules
from collect.raw_schema import BadData
from support.units import version_key

# What every mechanism has to answer, since each keeps its payload somewhere, and every channel, which has a sender:
# what can't be tried of it is no pass. The others ask for operations or types that a mechanism may not offer.
OF_ALL = ("no_room", "sender_killed")
# Answers that make no channel unsafe, and ask something of its user: (probe, answer) -> what.
ASKS = {
    ("two_senders", "yes"): "a lock where two send",
    ("larger_message", "refused"): "to know the largest message",
}
COLUMNS = ["backend", "interpreter", "version", "servers", "group", "probe", "head", "answer", "unsafe"]
COLUMNS += ["unsafe_answers", "why"]
COLUMNS += ["evidence", "seen", "tries", "asks", "source", "line", "lines"]


def refuse_other_probes(rows: list[dict[str, Any]], found: dict[str, Any]) -> None:
    """Refuse the rows of an older or a newer suite, which asked other questions.

    Raises
    ------
    BadData
        a line for each probe of a file that has no rule, and for each that a file lacks
    """
    asked: dict[str, set[str]] = {}
    kinds: dict[str, set[str]] = {}  # the probes of what a file is about
    for row in rows:
        file = "{interpreter}/{backend}.jsonl".format(**row)
        asked.setdefault(file, set()).add(row["probe"])
        kinds[file] = safety_rules.names(channels=row["group"] == safety_rules.CHANNELS)
    problems = [
        f"{file}: {name}: {'is missing' if name in found['probes'] else 'there is no such probe'}; "
        "remove the file to have its backend probed again"
        for file, names in asked.items()
        for name in sorted(names ^ (set(found["probes"]) & kinds[file]))
    ]
    if problems:
        raise BadData("\n".join(problems))


def apply_rules(rows: list[dict[str, Any]], found: dict[str, Any]) -> pd.DataFrame:
    """The probes' rows, dicts, as a table in the rules' order; `unsafe` is the reason, or nothing."""
    order = list(found["probes"])
    rows = sorted(rows, key=lambda row: (row["backend"], version_key(row["interpreter"]), order.index(row["probe"])))
    return pd.DataFrame([{**row, **rule_result(row, found)} for row in rows])[COLUMNS]


def rule_result(row: dict[str, Any], found: dict[str, Any]) -> dict[str, str]:
    rule = found["probes"][row["probe"]]
    shown = {"unsafe_answers": " or ".join(rule["unsafe"]), "why": rule["why"]}
    if row["answer"] in found["always"]["unsafe"]:
        return {"unsafe": f"{row['answer']}: {row['head']}", **shown}
    return {"unsafe": rule["reason"] if row["answer"] in rule["unsafe"] else "", **shown}


def read(path: Path) -> pd.DataFrame | None:
    """The table of a run's folder, texts throughout; None where the matrix wasn't made."""
    return pd.read_csv(path, dtype=str, keep_default_na=False) if path.exists() else None


def reasons_unsafe(table: pd.DataFrame, backend: str, interpreter: str) -> list[str]:
    """The reasons why a backend isn't safe under an interpreter, in the rules' order; none when it is."""
    rows = table[(table["backend"] == backend) & (table["interpreter"] == interpreter) & (table["unsafe"] != "")]
    return list(dict.fromkeys(rows["unsafe"]))


def reasons_by_backend(table: pd.DataFrame | None) -> dict[tuple[str, str], list[str]]:
    """(backend, interpreter) -> its reasons, of all that were probed; {} without a table."""
    if table is None:
        return {}
    probed = table[table["answer"] != "untried"][["backend", "interpreter"]].drop_duplicates()
    return {key: reasons_unsafe(table, *key) for key in probed.itertuples(index=False, name=None)}


def untried_by_backend(table: pd.DataFrame | None) -> dict[tuple[str, str], list[str]]:
    """(backend, interpreter) -> the probes, in words, that every mechanism has to answer and this one wasn't asked."""
    if table is None:
        return {}
    rows = table[table["probe"].isin(OF_ALL)]
    found: dict[tuple[str, str], list[str]] = {
        key: [] for key in zip(rows["backend"], rows["interpreter"], strict=True)
    }
    untried = rows.loc[rows["answer"] == "untried", ["backend", "interpreter", "head"]]
    for backend, interpreter, head in untried.itertuples(index=False, name=None):
        found[backend, interpreter].append(f"not tried: {head}")
    return found


def asks_by_backend(table: pd.DataFrame | None) -> dict[tuple[str, str], list[str]]:
    """(backend, interpreter) -> what it leaves to its user by the answers of probes, in words; {} without a table."""
    found: dict[tuple[str, str], list[str]] = {}
    if table is None:
        return found
    for key in table[["backend", "interpreter", "probe", "answer"]].itertuples(index=False, name=None):
        if key[2:] in ASKS:
            found.setdefault(key[:2], []).append(ASKS[key[2:]])
    return found
