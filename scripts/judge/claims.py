"""A file of claims against its schema, and what no schema can say: names, and margins that fit their criterion."""

from __future__ import annotations

import functools
import itertools
import sys
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Any

from checks import runner
from checks.safety.probe import ANSWERS
from collect import safety_rules
from judge.sources import consistency
from judge.sources import mistakes as comparison_mistakes
from measure.contract import discovery
from measure.contract.backend import PAYLOADS
from measure.contract.operations import OPERATIONS
from measure.largest_payload import ELEMENTS
from support import units
from support.validation import BadInput, Keys, check, dotted, load_schema, load_yaml

CHECKS = "checks.article.claims"
# criterion -> (the form of its margin, the sets of keys of which an entry needs one whole)
CRITERIA: dict[str, tuple[str, list[set[str]]]] = {
    "grows": ("number", [{"backend", "readings"}]),
    "flat": ("number", [{"backend", "readings"}]),
    "at_least_ratio": ("number", [{"backends", "largest", "readings"}, {"faster"}, {"comparisons"}]),
    "about_ratio": ("pair", [{"backends", "largest", "readings"}, {"comparisons"}]),
    "somewhere_ratio": ("number", [{"faster"}, {"comparisons"}]),
    "published_ratio": ("number", [{"backends", "largest", "readings"}, {"comparisons"}]),
    "regret": ("number", [{"advice", "readings"}]),
    "limit": ("pair", [{"limit_of", "elements"}]),
    "works": ("none", [{"checks"}]),
    "alike": ("number", [{"backends", "readings"}]),
    "probed": ("none", [{"probes"}]),
}
OF_TEST = {"among": "regret", "published": "published_ratio"}  # a key of a test -> the criterion that needs it
QUESTION = {"id", "quote", "english", "kind", "than", "causes"}  # the keys that a question may have
READ_BY = {  # keys that a criterion may do without -> those that read them
    "versus": ("at_least_ratio", "about_ratio"),
    "seen": ("works", "probed"),
}
ALLOWED = {"among": "all, or a list of backends", "published": "a number, or the two numbers that it is the ratio of"}
BELOW_ONE = ("at_least_ratio",)  # half as fast is a claim, too; a change within ×/÷1 is none
FORMS = {"number": "a number", "pair": "a pair of numbers, the lower end first", "none": "none"}


def load(path: str | Path) -> dict[str, Any]:
    """A file of claims that has the form of one; an archive's may name what has gone since.

    Raises
    ------
    BadInput
        one line that names the file, the claim, the key and what is allowed
    """
    document = load_yaml(path)
    check(document, load_schema("claims"), lambda keys: str(path), lambda keys: place(document, keys))
    for claim in document["claims"]:
        for mistake in form_mistakes(claim):
            raise BadInput(f"{path}: claim {claim['id']}: {mistake}")
    if "span" in document and document["span"][0] >= document["span"][1]:
        raise BadInput(f"{path}: span: {document['span']!r} is not allowed; allowed: two sizes, the smaller one first")
    seen: set[str] = set()
    for claim in document["claims"]:
        if claim["id"] in seen:
            raise BadInput(f"{path}: claim {claim['id']}: id: is given twice; allowed: each id once")
        seen.add(claim["id"])
    return dict(document)


def load_all(paths: Sequence[str | Path]) -> list[dict[str, Any]]:
    """The files of claims of a run: what the report is about, then each other source.

    Raises
    ------
    BadInput
        as `load` does, and where the files don't fit together
    """
    documents = [load(path) for path in paths]
    if "span" not in documents[0]:
        raise BadInput(
            f"{paths[0]}: span: is missing; needed in the first file of claims: two sizes, the smaller one first"
        )
    for path, document in list(zip(paths, documents, strict=True))[1:]:
        check_source(path, document)
    seen: dict[str, str | Path] = {}
    for path, document in zip(paths, documents, strict=True):
        for claim in document["claims"]:
            if seen.setdefault(claim["id"], path) != path:
                raise BadInput(
                    f"{path}: claim {claim['id']}: id: is that of a claim in {seen[claim['id']]}; allowed: each id once"
                )
    return documents


def check_source(path: str | Path, document: dict[str, Any]) -> None:
    """BadInput unless a file that isn't the first says whose claims they are, and leaves the span to the first."""
    if "source" not in document:
        raise BadInput(f"{path}: source: is missing; needed: title, author, address, date")
    if "span" in document:
        raise BadInput(f"{path}: span: is not allowed; growth is stated over that of the first file of claims")


def place(document: Any, keys: Keys) -> str:
    """Dotted keys, with a claim's id in the place of its number."""
    if len(keys) < 2 or keys[0] != "claims":
        return dotted(keys)
    claim = document["claims"][keys[1]]
    name = claim.get("id") if isinstance(claim, dict) else None
    return f"claim {name or keys[1]}: {dotted(keys[2:])}"


def form_mistakes(claim: dict[str, Any]) -> Iterator[str]:
    """What of a claim doesn't fit its criteria."""
    yield from consistency.bound_mistakes(claim)
    if claim.get("kind") == "question":
        allowed = ", ".join(sorted(QUESTION))
        yield from (
            f"{key}: is not allowed for a question; allowed: {allowed}" for key in sorted(set(claim) - QUESTION)
        )
        if "than" not in claim:
            yield "than: is missing; a question needs the mechanisms that it asks for better ones than"
        return
    if "tests" not in claim:
        yield "tests: is missing; a claim needs one test or more"
        return
    for number, test in enumerate(claim["tests"]):
        where, criterion = f"tests.{number}", test["criterion"]
        if criterion not in CRITERIA:
            yield f"{where}.criterion: {criterion!r} is not known; allowed: {', '.join(sorted(CRITERIA))}"
            return
        form, needed = CRITERIA[criterion]
        yield from margin_mistakes(f"{where}.margin", criterion, test.get("margin"), form)
        if not any(keys <= set(claim) for keys in needed):
            missing = min((keys - set(claim) for keys in needed), key=len)
            choices = " or ".join(", ".join(sorted(keys)) for keys in needed)
            yield f"{min(missing)}: is missing; {criterion} needs {choices}"
        if "faster" in claim and {"faster"} not in needed:
            fitting = sorted(name for name, (_, sets) in CRITERIA.items() if {"faster"} in sets)
            yield f"faster: is not allowed with {criterion}; allowed with: {', '.join(fitting)}"
        for key, reader in OF_TEST.items():
            if criterion == reader and key not in test:
                yield f"{where}.{key}: is missing; allowed: {ALLOWED[key]}"
            if criterion != reader and key in test:
                yield f"{where}.{key}: is not allowed with {criterion}; allowed with: {reader}"
    if "advice" in claim and claim["advice"]["small"] == claim["advice"]["large"]:
        yield f"advice.large: {claim['advice']['large']!r} is not allowed; allowed: another backend than advice.small"
    yield from unread_keys(claim)


def unread_keys(claim: dict[str, Any]) -> Iterator[str]:
    """Keys that none of the claim's tests reads: whoever wrote them expects something of them."""
    criteria = [test["criterion"] for test in claim["tests"]]
    whole = [keys for name in criteria for keys in CRITERIA[name][1] if keys <= set(claim)]
    depending = {key for _, sets in CRITERIA.values() for keys in sets for key in keys}
    unread = depending.difference(*whole) | {"than"}
    unread |= {key for key, readers in READ_BY.items() if not set(readers) & set(criteria)}
    for key in claim:
        if key in unread:
            yield f"{key}: is not allowed with {', '.join(criteria)}; none of the claim's tests reads it"


def margin_mistakes(where: str, criterion: str, margin: Any, form: str) -> Iterator[str]:
    """Whether a margin has the form that its criterion asks for."""
    actual = "none" if margin is None else "pair" if isinstance(margin, list) else "number"
    if margin is None and form != "none":
        yield f"{where}: is missing; allowed for {criterion}: {FORMS[form]}"
    elif actual != form or (form == "pair" and margin[0] >= margin[1]):
        yield f"{where}: {margin!r} is not allowed; allowed for {criterion}: {FORMS[form]}"
    elif form == "number" and margin <= 1 and criterion not in BELOW_ONE:
        yield f"{where}: {margin!r} is not allowed; allowed for {criterion}: a number above 1"


def check_names(*paths: str | Path) -> None:
    """BadInput unless the files are of claims, fit together, and name only what there is."""
    for path, document in zip(paths, load_all(paths), strict=True):
        check_claims(path, document)


def check_claims(path: str | Path, document: dict[str, Any]) -> None:
    """BadInput where a claim of a file names what there isn't, or contradicts itself."""
    for claim in document["claims"]:
        for mistake in itertools.chain(
            unknown_names(claim), consistency.mistakes(claim), comparison_mistakes.mistakes(claim)
        ):
            raise BadInput(f"{path}: claim {claim['id']}: {mistake}")


def unknown_names(claim: dict[str, Any]) -> Iterator[str]:
    known = known_names()
    for key, kind, name in names_in(claim):
        if name not in known[kind]:
            yield f"{key}: there is no {kind} {name!r}; allowed: {', '.join(sorted(known[kind]))}"


@functools.cache
def known_names() -> dict[str, Collection[str]]:
    """Kind of thing -> the names that there are."""
    backends, channels = sorted(discovery.all_paths()), sorted(discovery.paths(discovery.CHANNELS))
    asked = sorted({runner.load(CHECKS, name).CLAIM for name in runner.modules(CHECKS)} - {""})
    known: dict[str, Collection[str]] = {"backend": backends, "channel": channels, "check": asked}
    known |= {"probe": safety_rules.names(channels=False), "answer": ANSWERS}
    return known | {"operation": OPERATIONS, "payload": PAYLOADS, "element": ELEMENTS}


def names_in(claim: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """(key, kind of thing, its name) of all that a claim names."""
    for key, kind in (("backend", "backend"), ("limit_of", "backend"), ("checks", "check")):
        if key in claim:
            yield key, kind, claim[key]
    faster = claim.get("faster", {})
    for payload, name in [("", faster)] if isinstance(faster, str) else faster.items():
        if payload:
            yield "faster", "payload", payload
        yield "faster", "channel", name
    for key, kind in (("backends", "backend"), ("than", "backend"), ("elements", "element")):
        yield from ((key, kind, name) for name in claim.get(key, []))
    for key in ("small", "large"):
        if "advice" in claim:
            yield f"advice.{key}", "backend", claim["advice"][key]
    for number, test in enumerate(claim.get("tests", [])):
        if isinstance(test.get("among"), list):
            yield from ((f"tests.{number}.among", "backend", name) for name in test["among"])
    for number, reading in enumerate(claim.get("readings", [])):
        yield f"readings.{number}.payload", "payload", reading["payload"]
        yield from ((f"readings.{number}.operations", "operation", name) for name in reading["operations"])
    for number, entry in enumerate(claim.get("comparisons", [])):
        yield from comparison_mistakes.names_in(f"comparisons.{number}", entry)
    for number, entry in enumerate(claim.get("probes", [])):
        yield f"probes.{number}.probe", "probe", entry["probe"]
        yield from ((f"probes.{number}.backends", "backend", name) for name in entry["backends"])
        yield from ((f"probes.{number}.answers", "answer", name) for name in entry["answers"])
    for number, wanted in enumerate(claim.get("headline", [])):
        kinds = (("operation", "operation"), ("payload", "payload"), ("element", "element"), ("against", "channel"))
        yield from ((f"headline.{number}.{key}", kind, wanted[key]) for key, kind in kinds if key in wanted)
    for number, cause in enumerate(claim.get("causes", [])):
        for shown in cause.get("shown_by", []):
            where = f"causes.{number}.shown_by"
            yield from ((f"{where}.ratio", "backend", name) for name in shown.get("ratio", []))
            yield from ((f"{where}.backend", "backend", shown[name]) for name in ("backend",) if name in shown)
            yield f"{where}.operation", "operation", shown["operation"]
            yield f"{where}.payload", "payload", shown["payload"]
        yield from ((f"causes.{number}.limits.element", "element", one["element"]) for one in cause.get("limits", []))


def wants_size(entry: dict[str, Any], size: int | str) -> bool:
    """Whether an entry of readings is read at a size, in bytes or as "64 KiB"; one that names none is at all."""
    return "sizes" not in entry or units.size_in_bytes(size) in entry["sizes"]


def check_or_exit(paths: Any) -> None:
    """End the program with one line when a file has a mistake: the Snakefile calls it before anything runs.

    What is no list of texts is a mistake of the configuration, which is told with the others of it.
    """
    if not isinstance(paths, list) or not paths or not all(isinstance(path, str) for path in paths):
        return
    try:
        check_names(*paths)
    except BadInput as error:
        sys.exit(str(error))
