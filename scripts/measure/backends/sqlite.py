"""sqlite3, with a write-ahead log"""

from __future__ import annotations

import importlib.util
import os
import shutil
import tempfile
from itertools import count  # noqa: F401  (a timed line uses it)

from measure.bases.entries import entries
from measure.contract import backend
from measure.contract.backend import FIRST_KEY
from measure.contract.backing import FILES
from measure.hints import Any

WAIT = 60  # seconds for the transactions of others


class Backend(backend.Backend):
    """A table of a database file is shared: a row an item, and a write-ahead log that keeps transactions apart."""

    backing = (FILES,)
    payloads = backend.KEYED

    read_item = "(value,) = view.execute('SELECT value FROM item WHERE id = ?', (i,)).fetchone()"
    write_item = "view.execute('UPDATE item SET value = ? WHERE id = ?', (value, i))"
    iterate = "for (value,) in view.execute('SELECT value FROM item ORDER BY id'): pass"
    copy_out = "result = [value for (value,) in view.execute('SELECT value FROM item ORDER BY id')]"
    copy_in = (
        "view.execute('BEGIN IMMEDIATE'); "
        "view.executemany('UPDATE item SET value = ? WHERE id = ?', zip(data, count())); view.execute('COMMIT')"
    )
    iterate_mapping = iterate
    copy_out_mapping = "result = dict(view.execute('SELECT id, value FROM item ORDER BY id'))"
    copy_in_mapping = (
        "view.execute('BEGIN IMMEDIATE'); "
        "view.executemany('UPDATE item SET value = ? WHERE id = ?', ((data[key], key) for key in data)); "
        "view.execute('COMMIT')"
    )
    copy_out_blob = "(result,) = view.execute('SELECT value FROM item').fetchone()"
    copy_in_blob = "view.execute('UPDATE item SET value = ?', (data,))"
    length = "(result,) = view.execute('SELECT count(*) FROM item').fetchone()"
    increment = (
        "(value,) = view.execute('SELECT value FROM item WHERE id = 0').fetchone(); "
        "view.execute('UPDATE item SET value = ? WHERE id = 0', (value + 1,))"
    )

    increment_atomic = "view.execute('UPDATE item SET value = value + 1 WHERE id = 0')"
    increment_mapping = (
        f"(value,) = view.execute('SELECT value FROM item WHERE id = ?', ('{FIRST_KEY}',)).fetchone(); "
        f"view.execute('UPDATE item SET value = ? WHERE id = ?', (value + 1, '{FIRST_KEY}'))"
    )
    increment_atomic_mapping = f"view.execute('UPDATE item SET value = value + 1 WHERE id = ?', ('{FIRST_KEY}',))"

    def create(self, data: Any) -> None:
        self.folder = tempfile.mkdtemp(prefix=self.new_name())
        database = self.attach(self.handle())
        database.execute("PRAGMA journal_mode = WAL")
        kind = "TEXT" if self.payload.kind == "mapping" else "INTEGER"
        database.execute(f"CREATE TABLE item (id {kind} PRIMARY KEY, value)")
        database.execute("BEGIN")
        database.executemany("INSERT INTO item VALUES (?, ?)", entries(data))
        database.execute("COMMIT")
        self.detach(database)

    def handle(self) -> Any:
        return os.path.join(self.folder, "shared.db")

    def attach(self, handle: Any) -> Any:
        import sqlite3

        database = sqlite3.connect(handle, timeout=WAIT, isolation_level=None)
        database.execute("PRAGMA synchronous = NORMAL")  # what the documentation advises for WAL
        return database

    def detach(self, view: Any) -> None:
        view.close()

    def peek(self, view: Any, place: Any) -> Any:
        return view.execute("SELECT value FROM item WHERE id = ?", (place,)).fetchone()[0]

    def destroy(self) -> None:
        shutil.rmtree(self.folder)

    def footprint(self) -> int | None:
        return sum(entry.stat().st_size for entry in os.scandir(self.folder))

    @classmethod
    def missing(cls) -> str | None:
        return None if importlib.util.find_spec("_sqlite3") else "needs the module sqlite3"
