"""What a run says of itself, typed. The fields are keys of verdicts.json: they only ever grow."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from support.numbers import Number


@dataclass(frozen=True)
class TwinPair:
    """Two mechanisms that should take the same time, under one condition: their ratio, first over second.

    `size` in bytes; `low` and `high` at the level at which all pairs of the run hold together; `refused`: they lie
    wholly beyond ×/÷ `margin`.
    """

    pair: list[str]
    interpreter: str
    payload: str
    operation: str
    size: int
    processes: int
    placement: str
    blocks: int
    margin: Number
    estimate: Number = np.nan
    low: Number = np.nan
    high: Number = np.nan
    refused: bool = False


@dataclass(frozen=True)
class TwinFindings:
    """How many pairs of twins were compared, those that differ, and of the others those that are furthest apart."""

    pairs: int = 0
    refused: list[TwinPair] = field(default_factory=list)
    widest: list[TwinPair] = field(default_factory=list)


@dataclass(frozen=True)
class InstrumentFindings:
    """What the run says of itself: noise floors, controls, twins, disturbed cells."""

    problems: list[str]
    disturbed: int
    busy: Number
    canary_spread: Number
    floors: list[dict[str, Any]] = field(default_factory=list)
    controls: list[dict[str, Any]] = field(default_factory=list)
    twins: TwinFindings = field(default_factory=TwinFindings)
    drift: list[dict[str, Any]] = field(default_factory=list)
    variance: list[dict[str, Any]] = field(default_factory=list)
    dependence: dict[str, Any] = field(default_factory=dict)  # as instrument.dependence.serial_dependence has it
