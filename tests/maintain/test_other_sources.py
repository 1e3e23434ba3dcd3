"""What other sources say: counted for README, the most surprising first on their page."""

import math

import pytest

from maintain import other_sources


def reading(verdict, estimate, margin, unit="times"):
    return {"verdict": verdict, "estimate": estimate, "margin": margin, "decides": True, "unit": unit}


def claim(name, verdict, *readings, english=None, margins=(None,)):
    return {
        "id": name,
        "quote": f"{name} said",
        "english": english or f"{name} said",
        "verdict": verdict,
        "short": f"{name} measured",
        "count": {"true": 0, "declared": len(readings), "false": len(readings)},
        "readings": list(readings),
        "margins": [{"criterion": "about_ratio", "margin": margin} for margin in margins],
    }


def source(title, *claims, address="https://example.org", author="A. Author"):
    return {"title": title, "address": address, "author": author, "date": None, "claims": list(claims)}


SOURCES = [
    source(
        "one",
        claim("near", "fails", reading("fails", 9, 10)),
        claim(
            "far",
            "fails",
            reading("fails", 9, 10),
            reading("fails", 0.1, 10),
            english="in other words",
            margins=([5, 20], 2),
        ),
        claim("unseen", "fails", reading("fails", None, None, unit="")),
        claim("right", "holds", reading("holds", 20, 10)),
    ),
    source(
        "two",
        claim("mixed", "depends", reading("fails", 0.001, 10)),
        claim("open", "undecided"),
        address=None,
        author=None,
    ),
]


def test_readme_counts_the_verdicts():
    told = other_sources.sentence(SOURCES)
    assert told == (
        "[2 other sources](docs/other-sources.md) make 6 claims: 3 fail, 1 depends, 1 is undecided, 1 holds."
    )


def test_what_fails_by_the_most_stands_first():
    assert [one["id"] for _, one in other_sources.most_surprising(SOURCES)] == ["far", "near", "unseen", "mixed"]


@pytest.mark.parametrize(
    "one, distance",
    [
        (reading("fails", 5, 10), math.log(2)),
        (reading("fails", 5, [10, 40]), math.log(2)),
        (reading("fails", 80, [10, 40]), math.log(2)),
        (reading("fails", None, None, unit=""), 0),
    ],
)
def test_the_distance_is_to_the_margin_next_to_it(one, distance):
    assert other_sources.distance(claim("any", "fails", one)) == pytest.approx(distance)


def test_each_source_has_its_table_with_its_address():
    run = {"interpreters": {"3.13": "3.13.0"}, "machine": {"processor": "a processor", "cores": 2}, "blocks": 7}
    lines = list(other_sources.lines("2026-11-30", run, SOURCES))
    assert lines[0].startswith(
        "Of 6 claims of 2 sources 5 are decided, by the run [2026-11-30](../results/published/2026-11-30)"
    )
    to_hold = "×5 to ×20 or more than ×2"
    assert (
        f"| “far said”: in other words ([one](https://example.org)) | {to_hold} | far measured | **fails** |" in lines
    )
    assert "| “mixed said” | seen | mixed measured | **depends**: 0 of 1 hold, 1 fail |" in lines
    assert "Author not named, undated." in lines
