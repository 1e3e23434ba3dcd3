"""Template, verdicts and figures become the report. It never judges, and no number in it is typed."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pandas as pd
from markupsafe import Markup

from collect import cells
from collect.safety import read
from judge import node_kinds
from judge.instrument.disturbance import MARKS
from judge.instrument.floors import CLASSES
from judge.workloads.choice import MARGIN
from judge.workloads.tasks import START, TASKS
from measure.contract import operations
from render import bibliography, chinese, marks
from render.figures import files
from render.tables import (
    advisor,
    costs,
    drift,
    explorer,
    held,
    loop,
    measurements,
    placements,
    recommendations,
    safety,
    times,
    workloads,
)
from render.tables import node_kinds as node_kinds_table
from render.tables import verdicts as verdict_table
from support import builds, units
from support.run_folder import RunFolder
from support.units import version_key

REPORT = Path(__file__).parents[2] / "report"  # the folder of templates, prose, fonts and references


def view_context(
    verdicts: dict[str, Any],
    summary: pd.DataFrame,
    figures: Path,
    crosscheck: Path,
    works: pd.DataFrame,
    limits: pd.DataFrame,
    probed: pd.DataFrame | None,
) -> dict[str, Any]:
    """All that the template says."""
    run, drawn = verdicts["run"], files.read(figures)
    own, others = files.figures_of_claims(drawn, verdicts["claims"])
    claims = [claim_context(claim, summary, *own[claim["id"]]) for claim in verdicts["claims"]]
    return {
        "run": run,
        "run_instrument": verdicts["instrument"],
        "classes": CLASSES,
        "marks": [words for _, words in MARKS.values()],
        "warnings": run.get("warnings", []),
        "crosscheck": measurements.crosscheck_summary(crosscheck),
        "over_time": drawn.get("run_over_time"),
        "drift": drift.to_context(verdicts["instrument"]["drift"]),
        "drift_figure": drawn.get("drift"),
        "loop_price": loop.to_context(verdicts["claims"]),
        "claims": claims,
        "sources": verdicts.get("sources", []),
        "verdict_table": verdict_table.to_context(claims),
        "counted": verdict_table.COUNTED,
        "matrix": measurements.matrix(works),
        "safety": safety.matrix(probed),
        "names": names(summary, run),
        "picker": explorer.data(summary, run, list(operations.OPERATIONS)),
        "limits": measurements.limit_rows(limits),
        "figures": others,
        "span": [units.format_bytes(size) for size in verdicts["span"]],
        "started": measurements.format_time(run["started"]),
        "ended": measurements.format_time(run["ended"]),
        "minutes": (run["ended"] - run["started"]) / 60,
        "gaps": measurements.gaps(summary),
        "starts": measurements.starts(summary),
        "lines": measurements.timed_lines(summary),
        "losses": measurements.losses(summary),
        "times": times.to_context(summary[~summary["control"]]),
        "costs": costs.to_context(summary[~summary["control"]], verdicts.get("memory", []), shown(run)),
        "pythons": sorted(run["interpreters"].items(), key=lambda item: version_key(item[0])),
        "on_trial": builds.on_trial(run),
        "not_comparable": builds.not_comparable(run.get("builds", {})),
        "lacking": measurements.environment_faults(works, limits),
        "lonely": len(run["interpreters"]) == 1,
        "counts": list(Counter(filter(None, (claim["verdict"] for claim in verdicts["claims"]))).most_common()),
        "answer": recommendations.to_context(verdicts["answer"], verdicts["claims"], run),
        "jobs": workloads.to_context(verdicts.get("workloads")),
        "held": held.to_context(verdicts.get("workloads")),
        "margin": MARGIN,
        "tasks": [(task, one.says) for task, one in TASKS.items() if task != START],
        "advisor": advisor.data(verdicts.get("workloads")),
        "standings": drawn.get("standings"),
        "opening": drawn.get("opening"),
        **chinese.WORDS,
        "whom_zh": chinese.of_whom,
    }


def shown(run: dict[str, Any]) -> set[str]:
    """The mechanisms and channels of a run, without its controls."""
    return {*run["backends"], *run.get("channels", {})}


def names(summary: pd.DataFrame, run: dict[str, Any]) -> str:
    """JSON for the search of the page: each mechanism, channel and operation of a run with what it is, or ""."""
    known = {name: facts["what"] for name, facts in {**run["backends"], **run.get("channels", {})}.items()}
    found = known | dict.fromkeys(sorted(set(summary["operation"]) & operations.OPERATIONS.keys()), "")
    return json.dumps(found, ensure_ascii=False).replace("</", "<\\/")


def claim_context(
    claim: dict[str, Any], summary: pd.DataFrame, readings: files.Picture | None, causes: files.Picture | None
) -> dict[str, Any]:
    """A claim with its two figures, its line, and notes: on drift, on the loop's time, on where messages ran."""
    notes = [drift.note(claim), loop.note(claim), costs.note(claim, summary)]
    told: dict[str, Any] = {"marked": marks.short(claim), "measured_zh": marks.chinese_line(claim)}
    told |= {"notes": Markup(" ").join(filter(None, notes)), "priced": bool(loop.with_loop(claim["readings"]))}
    return claim | told | {"figure": readings, "shown": causes}


def read_values(tables: RunFolder, drawn: RunFolder) -> dict[str, Any]:
    """What the templates say: `tables` is the RunFolder of the run's tables, `drawn` that of its verdicts and figures.

    Of several kinds of node: of the one with most cells, with `views` of each, and `kinds` on all of them.
    """
    verdicts = json.loads(drawn.verdicts.read_text(encoding="utf-8"))
    run, cite = verdicts["run"], bibliography.citing(bibliography.read(REPORT))
    summary = pd.read_csv(tables.summary, dtype={"interpreter": str})
    cells.fill_old_columns(summary)
    summary["control"] = ~summary["backend"].isin(shown(run))
    works, limits = (pd.read_csv(path, dtype=str, keep_default_na=False) for path in (tables.works, tables.limits))
    views, probed = [], read(tables.safety)
    for kind, one in node_kinds.views(verdicts).items():
        rows = cells.rows_of_kind(summary, kind)
        figures = drawn.figures / node_kinds.slug(one["name"]) if kind else drawn.figures
        view = view_context(one, cells.unplaced(rows), figures, tables.crosscheck, works, limits, probed)
        placed = placements.to_context(rows[~rows["control"]])
        views.append(view | {"cite": cite, "placements": placed, "kind": kind or summary["kind"].iloc[0]})
    several = node_kinds_table.to_context(verdicts, summary)
    first = max(views, key=lambda view: view["run"]["cells"])
    return first | {
        "views": views,
        "kinds": several and dict(several, started=measurements.format_time(run["started"])),
    }
