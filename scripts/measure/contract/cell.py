"""A cell: what one process tree measures, as the workflow tells it to the interpreter on trial."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict, dataclass, field

from measure.hints import Any


@dataclass(frozen=True)
class Cell:
    """One combination of the sweep's factors, in one block.

    `size` is the payload's bytes, `processes` the number of workers, `version` the interpreter's (major, minor),
    `settings` those of the timing. `digest` is that of the sources which should measure it: it makes the command
    another one when they change, so that Snakemake measures again.
    """

    backend: str
    payload: str
    size: int
    processes: int
    version: tuple[int, int] = sys.version_info[:2]
    start_method: str = "spawn"
    placement: str = "none"
    name: str = ""
    interpreter: str = ""
    operations: tuple[str, ...] = ()
    block: int = 0
    seed: int = 0
    settings: dict[str, Any] = field(default_factory=dict)
    digest: str = ""

    def to_json(self) -> Any:
        """All but the version, which the interpreter on trial knows best."""
        facts = asdict(self)
        del facts["version"]
        return json.dumps(facts)

    @classmethod
    def from_json(cls, text: str) -> Any:
        """The cell that `to_json` wrote, of this interpreter; TypeError when a key is missing or unknown."""
        facts = json.loads(text)
        return cls(**dict(facts, operations=tuple(facts["operations"])))
