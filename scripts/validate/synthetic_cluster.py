"""A made-up cluster: 64 nodes of 4 kinds, on each of which other claims are true by construction."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import yaml

from validate.synthetic_cells import ROOT, Machine

NODES = 64
RATIOS = {3: "fails", 30: "holds"}  # Manager over ShareableList -> tenfold, at least ten times


class Truth(NamedTuple):
    """What is true of a kind. Growths are exponents of the size; the margins lie between none and 0.3 of it."""

    slower: float  # times
    shared: float  # growth of shared memory's times
    others: float  # of the Manager's and ShareableList's
    ratio: int  # the Manager's times over ShareableList's


KINDS = {
    "AMD EPYC 7763 64-Core Processor, 128 cores, 512 GiB, Linux 5.14.0, governor performance": Truth(1.0, 0.3, 0, 30),
    "Ampere Altra, 80 cores, 256 GiB, Linux 5.14.0, governor performance": Truth(1.3, 0.3, 0.3, 30),
    "Intel Xeon Gold 6148, 40 cores, 192 GiB, Linux 5.14.0, governor performance": Truth(1.7, 0, 0, 3),
    "Intel Xeon Gold 6148, 40 cores, 192 GiB, Linux 5.14.0, governor powersave": Truth(2.4, 0.3, 0, 3),
}


def claims_by_id() -> dict[str, dict[str, Any]]:
    """Claim id -> its entry in claims.yaml, which names the backends that the truths are about."""
    text = (ROOT / "config/claims/article.yaml").read_text(encoding="utf-8")
    return {claim["id"]: claim for claim in yaml.safe_load(text)["claims"]}


class Node(Machine):
    """A machine of a kind, whose times follow its truth."""

    def __init__(self, number: int, claims: dict[str, dict[str, Any]]) -> None:
        """The kinds take the numbers in turns."""
        self.node, self.kind = f"node{number:02}", sorted(KINDS)[number % len(KINDS)]
        self.truth, self.grows = KINDS[self.kind], claims["shm-grows"]["backend"]
        self.slow, self.fast = claims["tenfold"]["backends"]

    def seconds(self, backend: str, size: int, place: int) -> float:
        """By the truth of its kind."""
        growth = self.truth.shared if backend == self.grows else self.truth.others
        if backend not in (self.grows, self.slow, self.fast):
            growth = 0.3
        ratio = self.truth.ratio if backend == self.slow else 1
        return 1e-8 * (place + 1) * self.truth.slower * ratio * (size / 1024) ** growth


def nodes() -> list[Node]:
    """All nodes of the cluster."""
    claims = claims_by_id()
    return [Node(number, claims) for number in range(NODES)]


def expected(truth: Truth) -> dict[str, str]:
    """Claim id -> the verdict that is true."""
    grown = {True: "holds", False: "fails"}
    return {
        "shm-grows": grown[truth.shared > 0],
        "shareablelist-grows": grown[truth.others > 0],
        "manager-flat": grown[truth.others == 0],
        "tenfold": RATIOS[truth.ratio],
    }


def mistakes(verdicts: dict[str, Any]) -> Iterator[str]:
    """One line a claim and kind whose verdict is another than the truth; `verdicts` is verdicts.json."""
    for kind, truth in KINDS.items():
        judged = {claim["id"]: claim["verdict"] for claim in verdicts["kinds"][kind]["claims"]}
        for claim, verdict in expected(truth).items():
            if judged[claim] != verdict:
                yield f"{claim} on {kind}: {judged[claim]}, but {verdict} is true"
