"""Files that end with the number of their rows and a checksum: what somebody changes later is noticed."""

from __future__ import annotations

import json
import zlib
from pathlib import Path
from typing import Any

from collect.raw_schema import BadData
from measure.record.writer import checksum


def objects(path: Path) -> list[dict[str, Any]]:
    """The objects of a file that has one a line, the last of which tells of the others (checks.runner.write_rows).

    Raises
    ------
    BadData
        when a line is no object, or the last one doesn't tell of the others as they are
    """
    found = []
    text = path.read_bytes().decode("utf-8", "replace")
    for number, line in enumerate(text.splitlines(), 1):
        try:
            found.append(dict(json.loads(line)))
        except (ValueError, TypeError):
            raise BadData(f"{path}: line {number}: is no JSON object") from None
    last = found.pop() if found else {}
    covered = text[: text.rstrip("\n").rfind("\n") + 1]
    told = {"rows": len(found), "checksum": checksum(zlib.crc32(covered.encode()))}
    if last != told or not text.endswith("\n"):
        raise BadData(f"{path}: was changed after it was written: its last line is {last}, not {told}")
    return found
