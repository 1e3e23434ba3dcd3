"""`python -m validate.reading_test VERDICTS ANSWERS`: grade what a reader learned from the table of verdicts alone.

The questions stand in tests/readers/questions.yaml, before any run that they are asked of; the key is the run's own.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from support import validation
from support.validation import BadInput

QUESTIONS = Path(__file__).resolve().parent.parent.parent / "tests" / "readers" / "questions.yaml"
TOLERANCE = 1.25  # a factor is right within 25%


def questions() -> list[dict[str, Any]]:
    """The eighteen, in order."""
    found: list[dict[str, Any]] = validation.load_yaml(QUESTIONS)
    return found


def key(question: dict[str, Any], claim: dict[str, Any]) -> str | float:
    """The right answer by a claim of verdicts.json; a factor is at least 1, whichever way the line tells it."""
    if question["key"] == "verdict":
        return str(claim["verdict"])
    effect = at(claim, question["of"])
    if question["key"] == "limited":
        return "yes" if claim["readings"][effect["reading"]]["verdict"] == "holds" else "no"
    number = float(effect["estimate"])
    if question["key"] == "factor":
        return max(number, 1 / number)
    if question["key"] == "unlike":
        return "yes" if (number > 1) != (at(claim, question["to"])["estimate"] > 1) else "no"
    return str(question["above" if number > 1 else "below"])


def at(claim: dict[str, Any], place: str) -> dict[str, Any]:
    """The effect at a place such as effects.0."""
    found: dict[str, Any] = claim["effects"][int(place.split(".")[1])]
    return found


def is_right(answer: Any, wanted: str | float) -> bool:
    """Whether an answer is the key's, a number within the tolerance."""
    if isinstance(wanted, str):
        return str(answer).strip().casefold() == wanted.casefold()
    try:
        given = float(str(answer).replace(",", ""))
    except ValueError:
        return False
    return given > 0 and 1 / TOLERANCE <= max(given, 1 / given) / wanted <= TOLERANCE


def grade(verdicts: dict[str, Any], answers: list[Any]) -> list[tuple[str, Any, str | float, bool]]:
    """(question, answer, key, whether right) of each."""
    claims = {claim["id"]: claim for claim in verdicts["claims"]}
    graded = []
    for question, answer in zip(questions(), answers, strict=True):
        wanted = key(question, claims[question["claim"]])
        graded.append((question["asks"], answer, wanted, is_right(answer, wanted)))
    return graded


def main(verdicts: Path, answers: Path) -> None:
    """Print each answer beside its key, and how many were right."""
    given = validation.load_yaml(answers)
    if not isinstance(given, list) or len(given) != len(questions()):
        raise BadInput(f"{answers}: wants a list of {len(questions())} answers")
    graded = grade(json.loads(verdicts.read_text(encoding="utf-8")), given)
    for asks, answer, wanted, right in graded:
        known = wanted if isinstance(wanted, str) else f"{wanted:.4g}"
        print(f"{'right' if right else 'WRONG'}: {asks} {answer} ({known})")
    print(f"{sum(right for *_, right in graded)} of {len(graded)} right")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("verdicts", type=Path, help="a run's verdicts.json")
    parser.add_argument("answers", type=Path, help="a YAML list, an answer a question")
    chosen = parser.parse_args()
    try:
        main(chosen.verdicts, chosen.answers)
    except BadInput as error:
        sys.exit(str(error))
