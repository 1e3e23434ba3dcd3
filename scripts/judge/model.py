"""What the judge finds, typed."""

from dataclasses import dataclass, field

import numpy as np


@dataclass
class Reading:
    """One way to read a claim: `verdict` is holds, fails, undecided or not measured.

    `firm` says that it is decided at the family's level too; `cells` are the cells that decided it.
    """

    criterion: str
    conditions: dict
    margin: object
    unit: str
    verdict: str = "not measured"
    estimate: float = np.nan
    low: float = np.nan
    high: float = np.nan
    blocks: int = 0
    firm: bool = False
    reason: str = ""
    disturbed_blocks: int = 0
    cells: list = field(default_factory=list)
