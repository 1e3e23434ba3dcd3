"""The page's data is the summary: nothing is lost, nothing can end the script element."""

import json

import pandas as pd

from render.tables import explorer

RUN = {
    "backends": {
        "quick": {"shared": True, "what": "It </script> is."},
        "alone": {"shared": False, "what": "Alone."},
        "replica": {"shared": True, "replica": True, "what": "A copy each."},
    },
    "channels": {},
}


def row(backend, seconds, operation="read_item", reason=None):
    return dict(
        payload="items",
        operation=operation,
        size_bytes=1024,
        processes=1,
        interpreter="3.8",
        backend=backend,
        seconds=seconds,
        low=None,
        high=None,
        line="value = view[i]",
        reason=reason,
    )


def test_conditions_that_somebody_measured_stay_with_their_reasons():
    rows = [
        row("quick", 1e-6),
        row("alone", None, reason="no"),
        row("quick", None, "append", "no"),
        row("control", 1.0),
    ]
    text = explorer.data(pd.DataFrame(rows), RUN, ["append", "read_item"])
    assert "</script" not in text
    found = json.loads(text)
    for one in found["rows"]:
        for place in found["written"]:  # as report/html/explorer.js does
            one[place] = None if one[place] is None else found["texts"][one[place]]
    names = [dict(zip(found["columns"], one, strict=True)) for one in found["rows"]]
    assert [(one["backend"], one["seconds"], one["line"], one["reason"]) for one in names] == [
        ("quick", 1e-6, "value = view[i]", None),
        ("alone", None, None, "no"),
    ]
    assert found["order"]["operation"] == ["read_item"]
    assert found["words"]["size"] == {"1024": "1 KiB"}
    assert found["beside"] == {"read_item": ["alone", "replica"]}
