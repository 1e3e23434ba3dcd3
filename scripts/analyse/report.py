"""Template, verdicts and figures become the report. It never judges, and no number in it is typed."""

import argparse
import json
import time
from collections import Counter
from pathlib import Path
from statistics import median

import pandas as pd

from analyse import chosen, kinds, picker, pictures, placed, prose, references, safety, statement, table
from analyse.instrument import CLASSES, MARKS
from analyse.statement import age
from measure import contract

NODES = "nodes.html.j2"  # the page over several kinds of node
INPUTS = ("summary", "verdicts", "works", "limits", "figures", "crosscheck", "safety")
VERDICTS_ZH = {
    "holds": "成立",
    "fails": "不成立",
    "depends": "视情况而定",
    "undecided": "未能判定",
    "not measured": "未测量",
}
SAME = (0.97, 1.03)  # the ratio to pyperf's figure within which a line needs no explanation


def context(verdicts, summary, figures, crosscheck, works, limits, probed):
    """All that the template says."""
    run, drawn = verdicts["run"], pictures.read(figures)
    own, others = pictures.of_claims(drawn, verdicts["claims"])
    return {
        "run": run,
        "run_instrument": verdicts["instrument"],
        "classes": CLASSES,
        "marks": [words for _, words in MARKS.values()],
        "warnings": run.get("warnings", []),
        "crosscheck": checked(crosscheck),
        "over_time": drawn.get("run_over_time"),
        "claims": [dict(claim, figure=own[claim["id"]][0], shown=own[claim["id"]][1]) for claim in verdicts["claims"]],
        "matrix": matrix(works),
        "safety": safety.matrix(probed),
        "picker": picker.data(summary, run, list(contract.OPERATIONS)),
        "limits": limit_rows(limits),
        "figures": others,
        "span": [statement.size(size) for size in verdicts["span"]],
        "started": moment(run["started"]),
        "ended": moment(run["ended"]),
        "minutes": (run["ended"] - run["started"]) / 60,
        "gaps": gaps(summary),
        "starts": starts(summary),
        "lines": timed_lines(summary),
        "losses": losses(summary),
        "pythons": sorted(run["interpreters"].items(), key=lambda item: age(item[0])),
        "lonely": len(run["interpreters"]) == 1,
        "counts": list(Counter(claim["verdict"] for claim in verdicts["claims"]).most_common()),
        "verdicts_zh": VERDICTS_ZH,
        "answer": chosen.told(verdicts["answer"], verdicts["claims"], run),
        "standings": drawn.get("standings"),
        "regret": regret(verdicts["claims"]),
    }


def regret(claims):
    """How many times as long the article's advice takes as the best of its three, in the median reading; or None."""
    found = [
        reading["estimate"]
        for claim in claims
        for reading in claim["readings"]
        if reading["conditions"].get("among") == "the article's three" and reading["estimate"] is not None
    ]
    return median(found) if found else None


def matrix(works):
    """What works, by interpreter: labels, and a row a check with the answer of each."""
    labels = sorted(works["interpreter"].unique(), key=age)
    rows = []
    for (claim, name), some in works.groupby(["claim", "check"], sort=False):
        answers = some.set_index("interpreter").to_dict("index")
        cells = [answers.get(label, {"ok": "untried", "reason": "not asked"}) for label in labels]
        first = some.iloc[0]
        rows.append(
            {"claim": claim, "check": name, "expects": first["expects"], "lines": first["lines"], "cells": cells}
        )
    return {"labels": labels, "rows": rows}


def limit_rows(limits):
    """One row a backend and element: what each interpreter took, and with which words it refused one more."""
    rows = []
    for (backend, element), some in limits.groupby(["backend", "element"], sort=False):
        plain, optimised = (some[some["optimised"] == mode] for mode in ("False", "True"))
        if (plain["limit"] == "").all():
            continue
        found = [(row.interpreter, limit_told(row)) for row in plain.itertuples()]
        refusals = [
            words for part in (plain, optimised) for words in part["failure"][part["capped"] == "False"].unique()
        ]
        rows.append((backend, element, plain["unit"].iloc[0], found, refusals))
    return rows


def limit_told(row):
    """9,999,991; or where the search ended."""
    count = f"{float(row.limit):,.0f}"
    return f"{count} and more (the search ended at {row.cap_reason})" if row.capped == "True" else count


def checked(path):
    """What the comparison with pyperf found, or None where it wasn't made."""
    if not path.exists():
        return None
    rows = pd.read_csv(path, dtype={"interpreter": str}, keep_default_na=False)
    same = rows[rows["loop"] == "ours"]
    return {
        "rows": rows.to_dict("records"),
        "lines": len(same),
        "inside": int(same["ratio"].between(*SAME).sum()),
        "reach": int(((same["low"] <= SAME[1]) & (same["high"] >= SAME[0])).sum()),
        "median": same["ratio"].median(),
        "share": rows["time_share"].median(),
        "bounds": SAME,
    }


def moment(seconds):
    return time.strftime("%Y-%m-%d %H:%M:%S UTC", time.gmtime(seconds))


def gaps(summary):
    """(kind, backend, operation, where, reason) of what gave no value."""
    rows = summary[summary["error"].notna() & ~summary["control"]]
    parts = []
    for (error, backend, operation, payload), some in rows.groupby(["error", "backend", "operation", "payload"]):
        if error == "declined":
            continue
        where = ", ".join(
            f"{interpreter}: {', '.join(statement.size(int(size)) for size in sorted(set(part['size_bytes'])))}"
            for interpreter, part in some.groupby("interpreter")
        )
        parts.append((error, backend, operation, payload, where, some["reason"].iloc[0]))
    return parts


def losses(summary):
    """Whether updates got lost without a lock."""
    rows = summary[(summary["operation"] == "increment") & (summary["processes"] > 1) & ~summary["control"]]
    return rows[["interpreter", "backend", "processes", "lost", "updates", "reason"]].to_dict("records")


def starts(summary):
    """Milliseconds to start a server, by interpreter and backend."""
    rows = summary[(summary["operation"] == "start") & summary["seconds"].notna() & ~summary["control"]]
    each = rows.groupby(["interpreter", "backend"])["seconds"].median() * 1e3
    return [(interpreter, backend, value) for (interpreter, backend), value in each.items()]


def timed_lines(summary):
    """The very source that was timed, by operation and backend."""
    rows = summary[summary["line"].notna() & ~summary["control"]].drop_duplicates(["operation", "backend", "line"])
    rows = rows.sort_values(["operation", "backend"])
    return list(rows[["operation", "backend", "line"]].itertuples(index=False, name=None))


def text(claims):
    """The verdict table for a terminal."""
    rows = [(claim["id"], claim["verdict"], claim["short"]) for claim in claims]
    return "\n".join(f"{name:<20} {verdict:<12} {sentence}" for name, verdict, sentence in rows) + "\n"


def values(given):
    """What the templates say, read from the files that `given` names, one of INPUTS each.

    Of several kinds of node: of the one with most cells, with `views` of each, and `kinds` on all of them.
    """
    verdicts = json.loads(given.verdicts.read_text(encoding="utf-8"))
    run, cite = verdicts["run"], references.citing(references.read(given.template.parent))
    summary = pd.read_csv(given.summary, dtype={"interpreter": str})
    table.fill(summary)
    summary["control"] = ~summary["backend"].isin([*run["backends"], *run.get("channels", {})])
    works, limits = (pd.read_csv(path, dtype=str, keep_default_na=False) for path in (given.works, given.limits))
    views, probed = [], safety.read(given.safety)
    for kind, one in kinds.views(verdicts).items():
        rows, figures = kinds.part(summary, kind), given.figures / kinds.slug(one["name"]) if kind else given.figures
        view = context(one, kinds.unplaced(rows), figures, given.crosscheck, works, limits, probed)
        placements = placed.table(rows[~rows["control"]])
        views.append(view | {"cite": cite, "placements": placements, "kind": kind or summary["kind"].iloc[0]})
    several = kinds.told(verdicts, summary)
    first = max(views, key=lambda view: view["run"]["cells"])
    return first | {"views": views, "kinds": several and dict(several, started=moment(run["started"]))}


def write(found, template, html, text_file):
    """The page and the verdict table; `found` is what `values` gives. Each of several kinds has a page beside it."""
    several = found["kinds"]
    for view, row in zip(found["views"], several["rows"] if several else [None], strict=True):
        own = html.with_name(row["page"]) if several else html
        own.write_text(page(view | {"kinds": several}, template.parent, template.name), encoding="utf-8")
    if several:
        html.write_text(page(found, template.parent, NODES), encoding="utf-8")
    text_file.write_text(text(several["claims"] if several else found["claims"]), encoding="utf-8")


def page(found, folder, name):
    """A template of the folder, filled in."""
    pages = prose.environment(folder, autoescape=True)
    pages.globals["prose"] = lambda piece: prose.html(prose.text(folder, piece, found))
    font = pictures.data_uri("font/otf", next((folder / "fonts").glob("*.otf")))
    return pages.get_template(name).render(found, references=references.read(folder), font=font)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    for name in (*INPUTS, "template", "html", "text"):
        parser.add_argument(f"--{name}", required=True, type=Path)
    given = parser.parse_args()
    write(values(given), given.template, given.html, given.text)


if __name__ == "__main__":
    main()
