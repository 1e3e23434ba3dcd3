"""The probes' answers and the rules of config/safety.yaml: what counts as unsafe."""

import pandas as pd
import yaml

from checks.safety.probe import ANSWERS
from support.units import version_key

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


def apply_rules(rows, found):
    """The probes' rows, dicts, as a table in the rules' order; `unsafe` is the reason, or nothing."""
    order = list(found["probes"])
    rows = sorted(rows, key=lambda row: (row["backend"], version_key(row["interpreter"]), order.index(row["probe"])))
    return pd.DataFrame([{**row, **rule_result(row, found)} for row in rows])[COLUMNS]


def rule_result(row, found):
    rule = found["probes"][row["probe"]]
    told = {"unsafe_answers": " or ".join(rule["unsafe"]), "why": rule["why"]}
    if row["answer"] in found["always"]["unsafe"]:
        return {"unsafe": f"{row['answer']}: {row['head']}", **told}
    return {"unsafe": rule["reason"] if row["answer"] in rule["unsafe"] else "", **told}


def read(path):
    """The table of a run's folder, texts throughout; None where the matrix wasn't made."""
    return pd.read_csv(path, dtype=str, keep_default_na=False) if path.exists() else None


def reasons_unsafe(table, backend, interpreter):
    """The reasons why a backend isn't safe under an interpreter, in the rules' order; none when it is."""
    rows = table[(table["backend"] == backend) & (table["interpreter"] == interpreter) & (table["unsafe"] != "")]
    return list(dict.fromkeys(rows["unsafe"]))


def reasons_by_backend(table):
    """(backend, interpreter) -> its reasons, of all that were probed; {} without a table."""
    if table is None:
        return {}
    probed = table[table["answer"] != "untried"][["backend", "interpreter"]].drop_duplicates()
    return {key: reasons_unsafe(table, *key) for key in probed.itertuples(index=False, name=None)}
