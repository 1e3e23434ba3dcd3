"""A run knows its commit whoever owns the clone and whether or not there is git, and says what it can't know."""

import os
import shutil
import subprocess

import pytest

from provenance import commit

needs_git = pytest.mark.skipif(not shutil.which("git"), reason="makes a repository")
NOBODY = 65534


@pytest.fixture
def clone(tmp_path):
    """(its folder, its commit)."""
    tmp_path.chmod(0o755)
    for words in (["init", "-q", "-b", "main"], ["commit", "-q", "--allow-empty", "-m", "x"]):
        commit.git(tmp_path, "-c", "user.name=x", "-c", "user.email=x", *words)
    (tmp_path / "file").write_text("x", encoding="utf-8")
    for words in (["add", "file"], ["-c", "user.name=x", "-c", "user.email=x", "commit", "-q", "-m", "y"]):
        commit.git(tmp_path, *words)
    return tmp_path, commit.git(tmp_path, "rev-parse", "HEAD")


@needs_git
def test_a_clone_has_its_commit_and_says_when_files_differ(clone):
    folder, head = clone
    assert commit.facts(folder) == {"commit": head, "commit_unknown": None}
    (folder / "file").write_text("y", encoding="utf-8")
    assert commit.facts(folder) == {"commit": f"{head}+changes", "commit_unknown": None}


@needs_git
@pytest.mark.skipif(os.name == "nt" or os.geteuid() != 0, reason="gives files away, as root")
@pytest.mark.parametrize("trusting", [True, False])
def test_a_clone_of_somebody_else_s_keeps_its_provenance(clone, monkeypatch, trusting):
    """Older versions of git refuse it even so."""
    folder, head = clone
    for path in [folder, *folder.rglob("*")]:
        os.chown(path, NOBODY, NOBODY)
    if not trusting:
        monkeypatch.setattr(commit, "TRUSTING", [])
    found = commit.facts(folder)
    assert found["commit"] == head
    assert found["commit_unknown"] is None if trusting else "dubious ownership" in found["commit_unknown"]


@needs_git
@pytest.mark.parametrize("packed", [False, True])
def test_without_git_the_commit_is_read_from_the_clone_s_files(clone, monkeypatch, packed):
    folder, head = clone
    worktree = folder / "worktree"
    commit.git(folder, "worktree", "add", "-q", "-b", "other", str(worktree))
    detached = folder / "detached"
    commit.git(folder, "worktree", "add", "-q", "--detach", str(detached))
    if packed:
        commit.git(folder, "pack-refs", "--all")
    monkeypatch.setenv("PATH", "")
    words = "whether files differ from it: there is no git here"
    for place in (folder, worktree, detached):
        assert commit.facts(place) == {"commit": head, "commit_unknown": words}


def test_what_is_no_clone_says_why_it_has_no_commit(tmp_path, monkeypatch):
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    found = commit.facts(tmp_path)
    assert found["commit"] is None and found["commit_unknown"]
    monkeypatch.setenv("PATH", "")
    assert commit.facts(tmp_path) == {"commit": None, "commit_unknown": "there is no git here"}


@needs_git
def test_git_runs_nothing_that_the_clone_names(clone):
    folder, _ = clone
    spy = folder / "spy"
    spy.write_text("#!/bin/sh\ntouch ran\n", encoding="utf-8")
    spy.chmod(0o755)
    subprocess.run(["git", "config", "core.fsmonitor", str(spy)], cwd=folder, check=True)
    commit.facts(folder)
    assert not (folder / "ran").exists()
