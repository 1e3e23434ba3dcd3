"""The archived run, judged and rendered once for all tests that look at it."""

import pytest

from archive import rejudge
from maintain import splice_docs


@pytest.fixture(scope="session")
def rendered(tmp_path_factory):
    """(folder with the page, the paper and the figures; the archived files that came out otherwise)."""
    run = splice_docs.newest_archive()
    if run is None:
        pytest.skip("no run was published")
    out = tmp_path_factory.mktemp("rendered")
    return out, rejudge.rejudge(run.parent, out)
