"""A run needs neither a home that it can write to nor a user with a name, as a container or a batch job may have it."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from tests.system.tiny_run import command, copy

pytestmark = pytest.mark.slow

NOWHERE = "/proc/nowhere"
NUMBER = "12345"
NAMELESS = ["setpriv", "--reuid", NUMBER, "--regid", NUMBER, "--clear-groups"]
# The environment's Python may lie in root's home.
NAMELESS += ["--inh-caps", "+dac_read_search", "--ambient-caps", "+dac_read_search"]
ASK = "ask: ; @echo $${XDG_CACHE_HOME:-none} $${MPLCONFIGDIR:-none}"


def caches(folder, **variables):
    """What make exports to Snakemake, in a folder with the Makefile."""
    environment = {name: value for name, value in os.environ.items() if name not in ("XDG_CACHE_HOME", "MPLCONFIGDIR")}
    done = subprocess.run(
        ["make", "--silent", "--eval", ASK, "ask"],
        cwd=folder,
        env=environment | variables,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.split()


def test_make_keeps_the_caches_here_where_the_home_can_t_have_them(tmp_path):
    shutil.copy("Makefile", tmp_path)
    home = tmp_path / "home"
    home.mkdir()
    assert caches(tmp_path, HOME=str(home)) == ["none", "none"]
    own = [f"{tmp_path}/.snakemake/cache", f"{tmp_path}/.snakemake/cache/matplotlib"]
    assert caches(tmp_path, HOME=NOWHERE) == own
    assert caches(tmp_path, HOME=NOWHERE, XDG_CACHE_HOME=str(home)) == [str(home), "none"]


@pytest.fixture
def open_folder():
    """A folder that any user can come to, as pytest's own are not."""
    with tempfile.TemporaryDirectory(prefix="homeless-") as name:
        Path(name).chmod(0o755)
        yield Path(name)


def nameless():
    """How to become a user without a name, if that can be done and the environment's Python can be had then."""
    if os.geteuid() or not shutil.which("setpriv"):
        return None
    done = subprocess.run([*NAMELESS, "sh", "-c", '"$0" -c "import snakemake"', sys.executable], capture_output=True)
    return None if done.returncode else NAMELESS


def test_a_run_goes_to_its_end_without_a_home_and_without_a_name(open_folder):
    folder = copy(open_folder)
    shutil.copy("Makefile", folder)
    become = nameless() or []
    cache, matplotlib = caches(folder, HOME=NOWHERE)
    if become:
        for path in [folder, *folder.rglob("*")]:
            os.chown(path, int(NUMBER), int(NUMBER))
    environment = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
    environment |= {"HOME": NOWHERE, "XDG_CACHE_HOME": cache, "MPLCONFIGDIR": matplotlib}
    words = [*become, *command()]
    done = subprocess.run(words, cwd=folder, env=environment, capture_output=True, encoding="utf-8", timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    assert (folder / "results/tiny/report.html").exists()
    logs = [path.read_text(encoding="utf-8") for path in (folder / "results/tiny/logs").rglob("*.log")]
    assert not any("Matplotlib created a temporary" in text for text in logs)
