"""A cell: what one process tree measures, as the workflow tells it to the interpreter on trial."""

from __future__ import annotations

import json
import sys
from collections import namedtuple

from measure.hints import Any

# With a default for each but the first four. (A dataclass would say it better, and take each cell 10 ms to import.)
Fields = namedtuple(
    "Fields",
    "backend payload size processes "
    "version start_method placement name interpreter operations block seed settings digest",
    defaults=[sys.version_info[:2], "spawn", "none", "", "", (), 0, 0, {}, ""],
)


class Cell(Fields):
    """One combination of the sweep's factors, in one block.

    `size` is the payload's bytes, `processes` the number of workers, `version` the interpreter's (major, minor),
    `settings` those of the timing, `seed` the sweep's. `digest` is that of the sources which should measure it: it
    makes the command another one when they change, so that Snakemake measures again.
    """

    @property
    def draws(self) -> Any:
        """The seed of the payload and the positions: another one in each block, so that no block has luck alone."""
        return self.seed + self.block

    def to_json(self) -> str:
        """All but the version, which the interpreter on trial knows best."""
        facts = self._asdict()
        del facts["version"]
        return json.dumps(facts)

    @classmethod
    def from_json(cls, text: str) -> Any:
        """The cell that `to_json` wrote, of this interpreter; TypeError when a key is missing or unknown."""
        facts = json.loads(text)
        return cls(**dict(facts, operations=tuple(facts["operations"])))
