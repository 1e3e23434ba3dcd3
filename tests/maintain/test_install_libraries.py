"""The lock of the third-party libraries is read and obeyed; what has no wheel is told, with its reason."""

import base64
import hashlib
import json
import re
import zipfile

import pytest

from maintain import install_libraries
from measure.contract import discovery
from sweep.interpreters import Interpreter

LOCK = """# made by hand
alpha==1.0 ; python_full_version < '3.9' \\
    --hash=sha256:{alpha}
    # via
    #   -r environments/locks/backends.in
    #   delta
beta==2.0 \\
    --hash=sha256:00 \\
    --hash=sha256:{beta}
    # via -r environments/locks/backends.in
gamma==3.0 \\
    --hash=sha256:{gamma}
    # via beta
"""


def wheel(folder, name, version, tag, **beside):
    """A wheel with one module, and the files `beside` in lib; its sha256."""
    record = {f"{name}-{version}.data/data/lib/{file}.so": text for file, text in beside.items()}
    record |= {f"{name}.py": "", f"{name}-{version}.dist-info/METADATA": "", f"{name}-{version}.dist-info/WHEEL": ""}
    record[f"{name}-{version}.dist-info/METADATA"] = f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n"
    record[f"{name}-{version}.dist-info/WHEEL"] = f"Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: {tag}\n"
    path = folder / f"{name}-{version}-{tag}.whl"
    with zipfile.ZipFile(path, "w") as file:
        lines = []
        for place, text in record.items():
            file.writestr(place, text)
            digest = base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()
            lines.append(f"{place},sha256={digest},{len(text)}\n")
        file.writestr(f"{name}-{version}.dist-info/RECORD", "".join(lines))
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A folder with a lock, its wheels where pip finds them, and two interpreters on trial."""
    wheels = tmp_path / "wheels"
    wheels.mkdir()
    hashes = dict(
        alpha=wheel(wheels, "alpha", "1.0", "py3-none-any"),
        beta=wheel(wheels, "beta", "2.0", "cp313-none-any"),
        gamma=wheel(wheels, "gamma", "3.0", "py3-none-any", libgamma="of gamma"),
    )
    (tmp_path / "environments/locks").mkdir(parents=True)
    (tmp_path / "environments/locks/backends.txt").write_text(LOCK.format(**hashes))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(wheels))
    found = {"3.8": Interpreter("python3.8", (3, 8, 18)), "3.13": Interpreter("python3.13", (3, 13, 0))}
    monkeypatch.setattr(install_libraries.interpreters, "choose", lambda _: found)
    return tmp_path / ".extras"


def installed(folder):
    return {path.stem for path in folder.glob("*.py")}


def missing(folder):
    return json.loads((folder / "missing.json").read_text())


@pytest.mark.slow
def test_each_interpreter_gets_what_has_wheels_for_it(project, capsys):
    install_libraries.main()
    assert installed(project / "3.8") == {"alpha", "gamma"}
    assert installed(project / "3.13") == {"beta", "gamma"}
    assert missing(project / "3.8") == {"beta": "it has no wheel for CPython 3.8 on this system"}
    assert missing(project / "3.13") == {"alpha": "it supports no Python 3.13"}
    assert "without beta: it has no wheel" in capsys.readouterr().out
    for label in ("3.8", "3.13"):  # pip leaves it out
        assert (project / label / "lib" / "libgamma.so").read_text() == "of gamma"
    (project / "3.8" / "alpha.py").unlink()
    install_libraries.main()
    assert "alpha" not in installed(project / "3.8")  # the lock is as it was: nothing is done again
    install_libraries.main("beta")
    assert installed(project / "3.13") == {"beta", "gamma"}  # another choice: it is


@pytest.mark.slow
def test_named_ones_come_with_what_they_need(project):
    install_libraries.main("beta")
    assert installed(project / "3.13") == {"beta", "gamma"}
    assert installed(project / "3.8") == {"gamma"}


@pytest.mark.slow
def test_what_a_configuration_must_name_is_installed_when_it_is_named(project, monkeypatch):
    monkeypatch.setattr(install_libraries, "by_name_only", lambda: {"beta"})
    install_libraries.main()
    assert installed(project / "3.8") == {"alpha"} and installed(project / "3.13") == set()
    assert missing(project / "3.8") == {"beta": 'make extras ONLY="all beta"'}
    install_libraries.main("all", "beta")
    assert installed(project / "3.13") == {"beta", "gamma"}
    assert "beta" not in missing(project / "3.13")


def test_a_library_that_others_need_too_comes_unasked():
    backends = [discovery.load(path) for path in discovery.paths().values()]
    unasked = {name for backend in backends if backend.by_name_only for name in backend.needs}
    shared = {name for backend in backends if not backend.by_name_only for name in backend.needs} & unasked
    assert shared and install_libraries.by_name_only() == unasked - shared


@pytest.mark.slow
def test_a_wheel_with_another_hash_is_refused(project):
    lock = project.parent / "environments/locks/backends.txt"
    lock.write_text(re.sub(r"sha256:\w+", "sha256:" + 64 * "0", lock.read_text()))
    with pytest.raises(SystemExit, match="THESE PACKAGES DO NOT MATCH THE HASHES"):
        install_libraries.main()


def test_an_unknown_name_ends_with_the_known_ones(project):
    with pytest.raises(SystemExit, match="delta: not in environments/locks/backends.in, which has alpha, beta"):
        install_libraries.main("delta")


def test_whatever_a_backend_needs_is_in_the_lock_for_its_own_sake():
    pins = install_libraries.pins((install_libraries.LOCK).read_text(encoding="utf-8"))
    direct = {pin.requirement.name for pin in pins if install_libraries.DIRECT in pin.wanted_by}
    needs = {name for path in discovery.all_paths().values() for name in discovery.load(path).needs}
    assert needs == direct
