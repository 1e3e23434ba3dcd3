"""A file of rows that is whole or not there."""

from __future__ import annotations

import csv
import io
import os
import zlib

from measure.hints import Any
from measure.record.columns import COLUMNS
from measure.system import host, watchdog


class Writer:
    """Write rows to a temporary file, flushed row by row; `close` gives it its name, so that a file is whole.

    `constants` are the columns that every row of the file shares. A row is refused with a ValueError when it
    has a column that the record doesn't know. The temporary name is this process's own, on a shared file system too.
    Where the columns have room for it, the last row says how many rows there are and what their text adds up to, so
    that one which is changed, dropped or added later is noticed.
    """

    def __init__(self, path: str, constants: Any = None, columns: Any = COLUMNS) -> None:
        self.path = path
        self.constants = dict(constants or {})
        self.columns = list(columns)
        self.temporary = f"{path}.{host.node()}.{os.getpid()}.part"
        self.file = open(self.temporary, "w", newline="", encoding="utf-8")
        self.rows = self.sum = 0
        self.write(",".join(self.columns) + "\n")

    def row(self, **values: Any) -> None:
        self.write(self.line(values))
        self.rows += 1
        self.file.flush()

    def line(self, values: dict[str, Any]) -> str:
        """A row as it is written."""
        full = dict(self.constants, **values)
        unknown = set(full) - set(self.columns)
        if unknown:
            raise ValueError("no such column: {}".format(", ".join(sorted(unknown))))
        text = io.StringIO()
        writer = csv.DictWriter(text, self.columns, lineterminator="\n")
        writer.writerow({key: _plain(value) for key, value in full.items()})
        return text.getvalue()

    def write(self, text: str) -> None:
        self.sum = zlib.crc32(text.encode("utf-8"), self.sum)
        self.file.write(text)

    def close(self, **values: Any) -> None:
        """Write the last row, if there is to be one, and give the file its name."""
        if values:
            self.write(self.line(dict(values, rows=self.rows, checksum=""))[:-1])
            self.file.write(checksum(self.sum) + "\n")
        self.file.close()
        with watchdog.naming:
            os.replace(self.temporary, self.path)


def checksum(number: int) -> str:
    """A CRC-32 as it is written."""
    return f"{number:08x}"


def _plain(value: Any) -> Any:
    """One line of text: reasons come from exceptions, which may span several."""
    if isinstance(value, str):
        return " ".join(value.split("\n")).replace("\r", " ")[:500]
    return value
