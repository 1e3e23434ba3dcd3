"""The data behind the page to choose by: one row a condition, as JSON for report/html/explorer.js."""

from __future__ import annotations

import json
from typing import Any

import pandas as pd

from judge.eligibility import ineligible
from support import units

COLUMNS = ["payload", "operation", "size", "processes", "interpreter", "backend", "seconds", "low", "high", "line"]
COLUMNS += ["reason"]
WRITTEN = ("payload", "operation", "interpreter", "backend", "line", "reason")  # as places in `texts`
PAYLOADS = {
    "items": "64-bit ints",
    "small_items": "small ints",
    "blob": "one object of bytes",
    "array": "an array of 64-bit ints",
    "mapping": "ints by string keys",
}


def data(summary: pd.DataFrame, run: dict[str, Any], operations: list[str]) -> str:
    """JSON text that can stand inside a script element. `operations` gives their order.

    Each text is there once, in `texts`; a row has its line where it has a time, and a reason where it has none.
    """
    known = {**run["backends"], **run.get("channels", {})}
    rows = summary[summary["backend"].isin(known) & (summary["operation"] != "start")]
    rows = rows.rename(columns={"size_bytes": "size"})
    rows = rows[rows.groupby(COLUMNS[:5])["seconds"].transform("count") > 0]  # what gave no value to anybody
    order = {name: sorted(rows[name].unique().tolist()) for name in ("size", "processes")}
    order["interpreter"] = sorted(rows["interpreter"].unique(), key=units.version_key)
    order["operation"] = [name for name in operations if name in set(rows["operation"])]
    order["payload"] = [name for name in PAYLOADS if name in set(rows["payload"])]
    words = {"size": {size: units.format_bytes(size) for size in order["size"]}, "payload": PAYLOADS}
    rows = rows.assign(
        line=rows["line"].where(rows["seconds"].notna()), reason=rows["reason"].mask(rows["seconds"].notna())
    )
    texts = sorted({text for name in WRITTEN for text in rows[name].dropna()})
    places = {text: place for place, text in enumerate(texts)}
    rows = rows.assign(**{name: rows[name].map(places) for name in WRITTEN})
    values = rows[COLUMNS].astype(object).where(pd.notna(rows[COLUMNS]), None).values.tolist()
    values = [
        [int(one) if name in WRITTEN and one is not None else one for name, one in zip(COLUMNS, row)] for row in values
    ]
    explorer = {
        "columns": COLUMNS,
        "rows": values,
        "texts": texts,
        "written": [COLUMNS.index(name) for name in WRITTEN],
        "order": order,
        "words": words,
        "what": {name: facts["what"] for name, facts in known.items()},
        "beside": {name: ineligible(run["backends"], name) for name in order["operation"]},
    }
    return json.dumps(explorer, ensure_ascii=False, separators=(",", ":")).replace("</", "<\\/")
