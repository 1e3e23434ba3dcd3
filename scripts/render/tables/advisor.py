"""The data behind the page's question of what to use, as JSON for report/html/picker.js."""

from __future__ import annotations

import json
from typing import Any

from judge.workloads.page_data import page_data
from judge.workloads.tasks import CREATE, TASKS
from measure.contract.operations import BLOB_OPERATIONS
from measure.contract.payload import ENTRY_BYTES
from render.tables import workloads as words
from support import units

LARGER = [2**30, 2**31]  # bytes: what nobody measures in a run, and readers ask for


def data(workloads: dict[str, Any] | None) -> str:
    """JSON text that can stand inside a script element; "" where the run has no parts of lives."""
    if not workloads:
        return ""
    parts = workloads["parts"]
    payloads = [name for name in words.PAYLOADS if any(part["payload"] == name for part in parts)]
    most = max(part["processes"] for part in parts)
    blank = {"payload": payloads[0], "size": parts[0]["size"], "workers": 1, "counts": {CREATE: 1}}
    found = page_data(workloads)
    recipes = {one["backend"]: words.recipe(one["backend"]) for one in found["mechanisms"]}
    found |= {
        "blank": blank,
        "blob": [task for task, one in TASKS.items() if set(one.ways) & BLOB_OPERATIONS],
        "interpreters": sorted({part["interpreter"] for part in parts}, key=units.version_key),
        "keyBytes": ENTRY_BYTES,
        "payloads": payloads,
        "recipes": {name: (words.ROOT / path).read_text(encoding="utf-8") for name, path in recipes.items() if path},
        "safety": words.SAFETY,
        "sizes": sorted({part["size"] for part in parts} | set(LARGER)),
        "words": words.PAYLOADS,
        "workers": [*range(1, most + 1), 2 * most],
    }
    return json.dumps(found, ensure_ascii=False, separators=(",", ":")).replace("</", "<\\/")
