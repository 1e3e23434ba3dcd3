"""Whatever tells of the release tells of the same one, and what is promised to be reproducible is there."""

import json
import re
from pathlib import Path

import yaml

from archive import publish
from maintain import splice_docs

CITATION = yaml.safe_load(Path("CITATION.cff").read_text(encoding="utf-8"))
CODEMETA = json.loads(Path("codemeta.json").read_text(encoding="utf-8"))
CHECK = yaml.safe_load(Path("codecheck.yml").read_text(encoding="utf-8"))
CATALOG = yaml.safe_load(Path(".snakemake-workflow-catalog.yml").read_text(encoding="utf-8"))


def test_one_version_and_one_date():
    version, date = re.search(
        r"^## \[(\d+\.\d+\.\d+)\] - (\S+)$", Path("CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE
    ).groups()
    assert (CITATION["version"], str(CITATION["date-released"])) == (version, date)
    assert (CODEMETA["version"], CODEMETA["dateModified"]) == (version, date)


def test_one_title_one_author_one_licence_and_the_same_keywords():
    (author,) = CITATION["authors"]
    assert CODEMETA["author"] == [{"@type": "Organization", **author}] and CHECK["paper"]["authors"] == [author]
    assert CHECK["paper"]["title"] == CITATION["title"] and CITATION["title"].startswith(CODEMETA["name"])
    assert CODEMETA["license"].endswith(f"/{CITATION['license']}") and CODEMETA["keywords"] == CITATION["keywords"]
    assert Path("LICENSE").read_text(encoding="utf-8").startswith(CITATION["license"])


def test_a_codechecker_is_asked_for_what_the_newest_archives_hold():
    files = {entry["file"] for entry in CHECK["manifest"]}
    folders = {path.parent for path in splice_docs.newest_archives()}
    wanted = {folder / name for folder in folders for name in ("verdicts.json", publish.FIGURES)}
    assert files == {str(path.relative_to(splice_docs.ROOT)) for path in wanted} | {"docs/index.html"}
    assert [file for file in files if not Path(file).exists()] == []
    assert all(entry["comment"] for entry in CHECK["manifest"])


def test_the_workflow_catalog_finds_what_its_standard_asks_for():
    assert Path("Snakefile").exists() and Path("config/config.yaml").exists() and Path("config/README.md").exists()
    deployment = CATALOG["usage"]["software-stack-deployment"]
    assert deployment["conda"] and Path("environment.yml").exists() and CATALOG["usage"]["report"] is True
    rules = "".join(path.read_text(encoding="utf-8") for path in Path("rules").glob("*.smk"))
    assert len(re.findall(r"^\s*conda:$", rules, re.MULTILINE)) == len(re.findall(r"^\s*shell:", rules, re.MULTILINE))
