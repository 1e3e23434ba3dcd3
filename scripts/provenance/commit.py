"""Which commit of the repository a run was made by, or why that isn't known."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent.parent
# A clone that belongs to another user is read all the same (git refuses to, since such a clone may name programs that
# git would run): only its commit and the names of changed files are asked for, and its programs stay off.
TRUSTING = ["-c", "safe.directory=*", "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null"]


def facts(root: Path = ROOT) -> dict[str, Any]:
    """`commit`, marked "+changes" when files differ from it, or None; and `commit_unknown`: what isn't known, and why.

    Without git, or when git refuses, the commit is read from its files; whether files were changed isn't known then.
    """
    try:
        head = git(root, "rev-parse", "HEAD")
        changes = "+changes" if git(root, "status", "--porcelain", "--untracked-files=no") else ""
        return {"commit": head + changes, "commit_unknown": None}
    except FileNotFoundError:
        why = "there is no git here"
    except subprocess.SubprocessError as error:
        why = reason(error)
    try:
        return {"commit": head_of(root), "commit_unknown": f"whether files differ from it: {why}"}
    except (OSError, ValueError):
        return {"commit": None, "commit_unknown": why}


def git(root: Path, *words: str) -> str:
    """What git says of the repository."""
    command = ["git", *TRUSTING, *words]
    done = subprocess.run(command, cwd=root, capture_output=True, encoding="utf-8", errors="replace", check=True)
    return done.stdout.strip()


def reason(error: subprocess.SubprocessError) -> str:
    """The first line of what git said."""
    lines = (getattr(error, "stderr", None) or str(error)).splitlines()
    return lines[0].strip() if lines else "git failed"


def head_of(root: Path) -> str:
    """The commit that HEAD names, read from the files that gitrepository-layout(5) describes.

    OSError or ValueError where they aren't there, or say something else.
    """
    folder = git_folder(root)
    said = (folder / "HEAD").read_text(encoding="utf-8").strip()
    if not said.startswith("ref: "):
        return said
    name, common = said.removeprefix("ref: "), common_folder(folder)
    for place in (folder / name, common / name):
        if place.is_file():
            return place.read_text(encoding="utf-8").strip()
    for line in (common / "packed-refs").read_text(encoding="utf-8").splitlines():
        if line.endswith(f" {name}"):
            return line.split()[0]
    raise ValueError(f"{name} is nowhere")


def git_folder(root: Path) -> Path:
    """.git, or where it points to: that of a worktree or a submodule is a file."""
    place = root / ".git"
    if place.is_dir():
        return place
    return root / place.read_text(encoding="utf-8").strip().removeprefix("gitdir: ")


def common_folder(folder: Path) -> Path:
    """Where the refs are that all worktrees share."""
    place = folder / "commondir"
    return folder / place.read_text(encoding="utf-8").strip() if place.is_file() else folder
