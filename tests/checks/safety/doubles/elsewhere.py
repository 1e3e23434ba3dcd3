"""A file that lies elsewhere than it says."""

from measure.contract.backing import SHM
from tests.checks.safety.doubles import plain


class Backend(plain.Backend):
    backing = (SHM,)
