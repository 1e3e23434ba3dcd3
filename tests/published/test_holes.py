"""A run with holes is rendered too, and each hole says so in its place: the page and the paper."""

import json
import re

import pandas as pd
import pytest

from collect import tables
from judge.__main__ import judge
from maintain import splice_docs
from render import context, html, pdf
from render.figures.__main__ import draw
from support.run_folder import RunFolder
from tests.published.test_page_numbers import shares
from tests.render.claim_parts import mistakes

pytestmark = pytest.mark.slow

RUN = splice_docs.newest_archive()
GONE, OLD = "shared_memory", "3.8"  # the backend and the interpreter that this run lacks
REASON = "ValueError: made to fail"


def without(samples):
    """The archived samples without a backend and an interpreter, with 4 of the blocks, and with a cell that failed."""
    kept = (samples["backend"] != GONE) & (samples["interpreter"] != OLD) & samples["block"].isin(range(4))
    found = samples[kept].astype({"error": str, "reason": str})
    sick = (found["backend"] == "manager_list") & (found["operation"] == "copy_out") & (found["size_bytes"] == 2**20)
    sick &= found["phase"] == "sample"
    found["error"] = found["error"].where(~sick, "exception")
    found["reason"] = found["reason"].where(~sick, REASON)
    return found


@pytest.fixture(scope="module")
def out(tmp_path_factory):
    """The folder of such a run."""
    return tmp_path_factory.mktemp("holes")


@pytest.fixture(scope="module")
def holes(out):
    """(verdicts, the page's text, the paper's source) of such a run."""
    if RUN is None:
        pytest.skip("no run was published")
    archive = RUN.parent
    frame = without(pd.read_parquet(archive / "samples.parquet"))
    frame.to_parquet(out / "samples.parquet", index=False)
    run = json.loads((archive / "run.json").read_text(encoding="utf-8"))
    del run["interpreters"][OLD], run["backends"][GONE]
    (out / "run.json").write_text(json.dumps(run))
    for name in ("limits", "works"):
        rows = pd.read_csv(archive / f"{name}.csv", dtype=str, keep_default_na=False)
        rows[(rows["interpreter"] != OLD)].to_csv(out / f"{name}.csv", index=False)
    samples = tables.read(out / "samples.parquet")
    samples.summary().to_csv(out / "summary.csv", index=False, float_format="%.4g")
    run = RunFolder(out)
    verdicts = judge(samples, run, [archive / "claims.yaml"], run.verdicts)
    draw(samples, verdicts, run.figures)
    values = context.read_values(run, run)
    html.write(values, run)
    pdf.write(values, run)
    assert (out / "paper.pdf").read_bytes().startswith(b"%PDF")
    texts = [(out / name).read_text(encoding="utf-8") for name in ("report.html", "paper.typ")]
    return verdicts, re.sub(r'"data:[^"]*"', '""', texts[0]), texts[1]


def section(page, name):
    """What stands in a section of the page."""
    return re.search(f'<section id="{name}">(.*?)</section>', page, re.DOTALL)[1]


def test_a_missing_backend_leaves_its_claims_unmeasured(holes):
    verdicts, page, source = holes
    found = {claim["id"]: claim for claim in verdicts["claims"]}
    assert found["shm-grows"]["verdict"] == "not measured here"
    assert "make claim ID=shm-grows" in section(page, "shm-grows")
    assert re.search(r"shm-grows: not measured here.*?make claim ID.{0,2}shm-grows", source, re.DOTALL)


def test_a_claim_is_undecided_with_few_blocks_and_the_top_says_why(holes):
    verdicts, page, source = holes
    found = {claim["id"]: claim["verdict"] for claim in verdicts["claims"]}
    assert found["memory-beats-messages"] == "undecided"
    assert found["manager-flat"] == "not measured here"  # under the interpreter that is the oldest now
    for name in ("memory-beats-messages", "manager-flat"):
        assert "4 blocks; 6 are the fewest that give an interval" in section(page, name)
    for text in (page, source):
        assert "This run has 4 blocks" in text and "needs at least 6" in text
        assert "can't be said from this run" in text or "too few" in text


def test_a_missing_interpreter_is_in_no_column_and_no_list(holes):
    verdicts, page, source = holes
    assert OLD not in verdicts["run"]["interpreters"]
    assert '<th scope="col">3.9</th>' in page and f'<th scope="col">{OLD}</th>' not in page
    assert "Python 3.9" in source and "Python 3.8]" not in source


def test_a_failed_cell_stands_among_what_gave_no_value_with_its_reason(holes):
    _, page, source = holes
    row = next(row for row in re.findall(r"<tr>.*?</tr>", section(page, "data"), re.DOTALL) if REASON in row)
    assert "exception" in row and "manager_list" in row and "copy_out" in row and "1 MiB" in row
    assert REASON in source


def test_every_number_of_a_claim_is_marked(holes, out):
    verdicts, page, _ = holes
    summary = pd.read_csv(out / "summary.csv", dtype={"interpreter": str})
    beside = {claim["id"]: {"summary": shares(claim, summary)} for claim in verdicts["claims"]}
    assert list(mistakes(page, verdicts["claims"], beside)) == []


def test_no_number_is_missing_in_a_sentence(holes):
    for text in holes[1:]:
        prose = re.sub(r"<script.*?</script>|<code>.*?</code>|#raw\(.*?\)", "", text, flags=re.DOTALL)
        assert re.findall(r".{60}(?:\bnan\b|\bNone\b|×–).{20}", prose) == []
