"""The archived run, judged and rendered once for all tests that look at it."""

import pytest

from tools import quote, rejudge


@pytest.fixture(scope="session")
def rendered(tmp_path_factory):
    """(folder with the page, the paper and the figures; the archived files that came out otherwise)."""
    run = quote.published()
    if run is None:
        pytest.skip("no run was published")
    out = tmp_path_factory.mktemp("rendered")
    return out, rejudge.rejudge(run.parent, out)
