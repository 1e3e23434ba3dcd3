"""The tests mirror scripts/: whoever knows a module knows where its tests are."""

from pathlib import Path

import pytest

TESTS, SCRIPTS = Path("tests"), Path("scripts")
APART = ("system", "published", "architecture")  # of the whole
MODULES = sorted(path for path in TESTS.rglob("test_*.py") if path.relative_to(TESTS).parts[0] not in APART)


def mirrored(path):
    """The module or the package that a test module may be of; the folder's own package among them."""
    folder, name = SCRIPTS / path.relative_to(TESTS).parent, path.stem.removeprefix("test_")
    package = folder if folder.name == name else folder / name
    return [folder / f"{name}.py", package / "__init__.py"]


@pytest.mark.parametrize("path", MODULES, ids=str)
def test_a_test_module_has_what_it_tests_in_its_place(path):
    assert any(place.exists() for place in mirrored(path)), " or ".join(map(str, mirrored(path)))


def test_every_folder_of_tests_is_a_package():
    """Two modules of one name, in two folders, could not be imported otherwise."""
    assert all((path.parent / "__init__.py").exists() for path in TESTS.rglob("test_*.py"))
