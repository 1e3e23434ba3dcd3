"""One tiny run for all the tests that only look at what came of it."""

import pytest

from tests.system.tiny_run import copy, run


@pytest.fixture(scope="session")
def finished(tmp_path_factory):
    """(folder, what the run printed) of a run that went to its end."""
    folder = copy(tmp_path_factory.mktemp("run"))
    status, text = run(folder)
    assert status == 0, text
    return folder, text
