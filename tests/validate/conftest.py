"""The default configuration with interpreters that are made up, as in the sweep's own tests."""

from tests.sweep.conftest import config as config
