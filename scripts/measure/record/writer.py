"""A file of rows that is whole or not there."""

from __future__ import annotations

import csv
import os

from measure.hints import Any
from measure.record.columns import COLUMNS
from measure.system import host


class Writer:
    """Write rows to a temporary file, flushed row by row; `close` gives it its name, so that a file is whole.

    `constants` are the columns that every row of the file shares. A row is refused with a ValueError when it
    has a column that the record doesn't know. The temporary name is this process's own, on a shared file system too.
    """

    def __init__(self, path: str, constants: Any = None, columns: Any = COLUMNS) -> None:
        self.path = path
        self.constants = dict(constants or {})
        self.columns = list(columns)
        self.temporary = f"{path}.{host.node()}.{os.getpid()}.part"
        self.file = open(self.temporary, "w", newline="", encoding="utf-8")
        self.writer = csv.DictWriter(self.file, self.columns, lineterminator="\n")
        self.writer.writeheader()

    def row(self, **values: Any) -> None:
        full = dict(self.constants, **values)
        unknown = set(full) - set(self.columns)
        if unknown:
            raise ValueError("no such column: {}".format(", ".join(sorted(unknown))))
        self.writer.writerow({key: _plain(value) for key, value in full.items()})
        self.file.flush()

    def close(self) -> None:
        self.file.close()
        os.replace(self.temporary, self.path)


def _plain(value: Any) -> Any:
    """One line of text: reasons come from exceptions, which may span several."""
    if isinstance(value, str):
        return " ".join(value.split("\n")).replace("\r", " ")[:500]
    return value
