"""Each number that the README and the paper give for a claim is one of verdicts.json's, as rounded."""

import json
import re
import shutil
import subprocess

import pandas as pd
import pytest

from judge.instrument import doubts
from maintain import splice_docs
from render.tables import costs, verdicts
from support import builds, units
from tests.render.claim_texts import NUMBER, left_over, numbers_of_evidence, strings

RUN = splice_docs.newest_archive()
FOUND = json.loads(RUN.read_text(encoding="utf-8"))
CLAIMS = {claim["id"]: claim for claim in FOUND["claims"]}
PART = re.compile(r"<!-- findings -->\n(.*?)<!-- end -->", re.DOTALL)
CUT = re.compile(
    r" \[[^]]*\]|, [\d,]+ times the size| A further test, which doesn't count.*"
)  # what README leaves out of a claim's line
EXPLAINED = "What the explanations rest on"
BLOCKS = ("H1", "H2", "P", "BlockQuote", "TR", "Caption", "LI")


def findings(readme):
    """(claims that the line is of, or none for the run as a whole; line) of the README's claims part."""
    table = verdicts.to_context(FOUND["claims"])
    rows = iter([*([claim] for claim in table["rows"] if claim["verdict"]), table["settled"]])
    for line in PART.search(readme)[1].splitlines():
        yield next(rows) if "**" in line else [], line
    assert next(rows, None) is None  # each claim has its row


def strings_of_run():
    """What may be told of the run as a whole."""
    run, controls = FOUND["run"], FOUND["instrument"]["controls"]
    labels = sorted(run["interpreters"], key=units.version_key)
    found = {run["machine"]["processor"], f"{run['machine']['cores']} cores", f"{labels[0]} to {labels[-1]}"}
    found |= {f"{run['cells']:,} cells in {run['blocks']} blocks", f"{len(controls)} controls"}
    found |= {f"under Python {labels[-1]}", f"All {len(controls)} planted errors"}
    found |= {doubts.scope(control) for control in controls if control["missed"]}
    return found | {control[name] or "" for control in controls for name in ("name", "expected", "missed")}


def strings_of_row(claims):
    """What may be told of the claims that a row is of, their lines also without what README leaves out."""
    pieces = {piece for claim in claims for piece in CUT.split(claim["short"])}
    effects = {effect for claim in claims for effect in shortened(claim["short"]).split("; ")}
    return set.union(pieces, effects, *map(strings, claims))


def shortened(short):
    """A claim's line without what README leaves out, and in its shorter words."""
    told = re.sub(r" \(Python [\d.]+t?\)", "", CUT.sub("", short)).rstrip(".")
    told = told.replace(" as long as by the best", " the best")
    return "; ".join([told.split("; ")[0], *map(as_second, told.split("; ")[1:])])


def as_second(effect):
    """A second effect without what stands with the first one."""
    effect = re.sub(r" than [A-Za-z ]+$", "", effect.replace(" as advised", ""))
    return re.sub(r" takes ([\d.,]+ times) as long$", r" \1", effect)


def mistakes_of_readme(readme):
    for claims, line in findings(readme):
        for number in left_over(line, strings_of_row(claims) if claims else strings_of_run()):
            yield f"{number}: {line}"


def test_each_number_of_the_readmes_claims_part_is_one_of_verdicts_json():
    readme = (splice_docs.ROOT / "README.md").read_text(encoding="utf-8")
    assert list(mistakes_of_readme(readme)) == []


def test_each_number_that_is_changed_in_the_readme_is_found():
    readme = (splice_docs.ROOT / "README.md").read_text(encoding="utf-8")
    part = PART.search(readme)
    places = list(NUMBER.finditer(readme, part.start(1), part.end(1)))
    assert len(places) > 60
    for found in places:
        other = found[0][:-1] + str((int(found[0][-1]) + 1) % 10)
        assert list(mistakes_of_readme(readme[: found.start()] + other + readme[found.end() :])), found


def blocks(structure):
    """(first heading, second heading, kind, text) of each block of `pdfinfo -struct-text`, without pictures' words."""
    heads, kind, text, picture = ["", ""], "", "", None
    for line in structure.splitlines():
        depth = len(line) - len(line.lstrip())
        picture = None if picture is not None and depth <= picture else picture
        words = re.fullmatch(r'\s*"(.*)"', line)
        element = re.match(r"\s*([A-Z]\w*)\b", line)
        if words and picture is None:
            text += words[1]
        elif element and element[1] in ("Figure", "Link"):  # a picture, or a reference to a source or a table
            picture = depth
        elif element and element[1] in BLOCKS:
            yield *heads, kind, text.strip()
            kind, text = element[1], ""
            if kind in ("H1", "H2"):
                title = re.search('"(.*)"', line)[1]
                heads = [title, ""] if kind == "H1" else [heads[0], title]
        elif element:
            text += " "
    yield *heads, kind, text.strip()


def told_of_claims(structure):
    """(claim's id or "", first heading, text) of the blocks of the paper's claims' parts."""
    parts, group = ("What the article claims", "Results", EXPLAINED), ""
    for first, second, kind, text in blocks(structure):
        if first in parts and kind not in ("H1", "H2"):
            text = re.sub(r"^(Figure|Table)\s\d+: ", "", text) if kind == "Caption" else text
            own = second.partition(":")[0]
            starts = [name for name in CLAIMS if text.startswith(name)]
            name = own if own in CLAIMS else max(starts, key=len, default="")
            group = text if first == EXPLAINED and text in CLAIMS else group  # its rows follow
            yield name or group, first, text


def mistakes_of_paper(structure, beside):
    """`beside`: id -> a string that rests on summary.csv."""
    for name, part, text in told_of_claims(structure):
        claim = CLAIMS.get(name)
        if part == EXPLAINED and claim:
            evidence = [numbers_of_evidence(one) for cause in claim["causes"] for one in cause["evidence"]]
            told = {*NUMBER.findall(text.replace(name, ""))}
            if not any(told <= one for one in evidence):
                yield f"{name}: {text}"
        elif found := left_over(text, strings(claim) | {beside[name]} | builds_of(claim) if claim else ()):
            yield f"{name}: {found}: {text}"


def builds_of(claim):
    """What may be told of the builds of a claim's interpreters: of all, or of those that times were read of."""
    groups = (claim["readings"], [one for one in claim["readings"] if one["logs"]])
    labels = ({one["conditions"]["interpreter"] for one in some} for some in groups)
    return {builds.not_comparable(FOUND["run"]["builds"], some) for some in labels}


@pytest.fixture(scope="module")
def paper(rendered):
    """(structure of the archive's paper with its text, what is told of where messages ran by claim)."""
    if not shutil.which("pdfinfo"):
        pytest.skip("needs pdfinfo (poppler-utils)")
    command = ["pdfinfo", "-struct-text", rendered[0] / "paper.pdf"]
    structure = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    summary = pd.read_csv(RUN.parent / "summary.csv", dtype={"interpreter": str})
    return structure, {name: costs.note(claim, summary).striptags() for name, claim in CLAIMS.items()}


@pytest.mark.slow
def test_each_number_that_the_paper_gives_for_a_claim_is_one_of_verdicts_json(paper):
    structure, beside = paper
    assert list(mistakes_of_paper(structure, beside)) == []
    told = [(name, part) for name, part, _ in told_of_claims(structure) if name]
    assert {name for name, _ in told} == set(CLAIMS) and len({part for _, part in told}) == 3


@pytest.mark.slow
def test_each_number_that_is_changed_in_the_paper_is_found(paper):
    structure, beside = paper
    told = {number for name, _, text in told_of_claims(structure) if name for number in NUMBER.findall(text)}
    long = [number for number in told if len(number) > 4]
    assert len(long) > 30
    for number in long:
        other = number[:-1] + str((int(number[-1]) + 3) % 10)
        changed = re.sub(rf"(?<![\d.,]){re.escape(number)}(?!,?\d)", other, structure)
        assert list(mistakes_of_paper(changed, beside)), number
