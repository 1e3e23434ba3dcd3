"""What the processes of a cell hold, by what they had done: a table of conditions."""

from __future__ import annotations

from typing import Any

import pandas as pd

from collect.cells import CELL, CONDITION

HELD = ["pss_bytes", "uss_bytes", "shared_bytes", "descriptors"]
PARENT = -1
TOTALS = ["total_pss_bytes", "total_rss_bytes"]


def by_cell(frame: pd.DataFrame) -> pd.DataFrame:
    """TOTALS of each cell and operation after which its processes were looked at.

    Parameters
    ----------
    frame : samples.parquet as `collect.cells.load` gives it, or its rows of phase memory

    Returns
    -------
    DataFrame of CELL, and bytes that all processes of the cell hold: by PSS, which counts a page that n of them map as
    an n-th each, and by RSS, which counts it n times
    """
    rows = frame[frame["phase"] == "memory"]
    rows = rows[[*CELL, *HELD]].astype(dict.fromkeys(HELD, "float64"))
    rows = rows.assign(total_pss_bytes=rows["pss_bytes"], total_rss_bytes=rows["uss_bytes"] + rows["shared_bytes"])
    return rows.groupby(CELL, observed=True)[TOTALS].sum().reset_index()


def table(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """One dict a condition; its operation is the one after which the processes were looked at.

    Parameters
    ----------
    frame : samples.parquet as `collect.cells.load` gives it, or its rows of phase memory

    Returns
    -------
    CONDITION, blocks, and the medians over the blocks of: `parent`, `worker` (the mean of them) and `servers` (all of
    them), bytes of PSS; `total`, their sum, and `total_uss`; `shared` bytes of a worker; `descriptors` of a worker
    """
    rows = frame[frame["phase"] == "memory"]
    if rows.empty:
        return []
    rows = rows[[*CELL, "worker", *HELD]].astype(dict.fromkeys(["worker", *HELD], "float64"))
    workers, servers = rows[rows["worker"] >= 0], rows[rows["worker"] < PARENT]
    each = rows.groupby(CELL, observed=True)
    found = {
        "parent": rows[rows["worker"] == PARENT].groupby(CELL, observed=True)["pss_bytes"].first(),
        "worker": workers.groupby(CELL, observed=True)["pss_bytes"].mean(),
        "servers": servers.groupby(CELL, observed=True)["pss_bytes"].sum(),
        "total": each["pss_bytes"].sum(),
        "total_uss": each["uss_bytes"].sum(),
        "shared": workers.groupby(CELL, observed=True)["shared_bytes"].mean(),
        "descriptors": workers.groupby(CELL, observed=True)["descriptors"].mean(),
    }
    blocks = pd.DataFrame(found).fillna({"servers": 0.0}).groupby(CONDITION, observed=True)
    medians = blocks.median().assign(blocks=blocks.size()).reset_index()
    return [plain(row) for row in medians.to_dict("records")]


def plain(row: dict[Any, Any]) -> dict[str, Any]:
    """Numbers as Python has them; whole bytes, and nothing for what wasn't there."""
    texts = ("kind", "interpreter", "backend", "payload", "placement", "operation")
    numbers = {
        name: None if pd.isna(value) else round(float(value)) for name, value in row.items() if name not in texts
    }
    return {**{name: str(row[name]) for name in texts}, **numbers}
