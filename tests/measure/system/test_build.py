"""How an interpreter was built is told from its own variables, also where a distribution removed the flags."""

import sysconfig
import unittest

from measure.system import build, host

PYENV = {"CONFIG_ARGS": "'--enable-shared'", "PGO_PROF_USE_FLAG": "-fprofile-use -fprofile-correction", "AR": "ar"}


class KindTest(unittest.TestCase):
    def test_a_configuration_without_optimisation_is_plain(self):
        self.assertEqual(build.kind(PYENV), "plain")
        self.assertEqual(build.kind({}), "plain")  # where sysconfig knows nothing

    def test_what_configure_was_told(self):
        arguments = "'--enable-optimizations' '--with-lto'"
        self.assertEqual(build.kind(dict(PYENV, CONFIG_ARGS=arguments)), "pgo lto")
        self.assertEqual(build.kind(dict(PYENV, Py_DEBUG=1, Py_GIL_DISABLED=1)), "debug free-threaded")

    def test_debian_removes_its_flags_and_leaves_traces(self):
        debian = {"CONFIG_ARGS": "'--prefix=/usr'", "PGO_PROF_USE_FLAG": "", "AR": "x86_64-linux-gnu-gcc-ar"}
        self.assertEqual(build.kind(debian), "pgo lto")
        self.assertEqual(build.kind(dict(debian, AR="ar")), "pgo")

    def test_this_interpreter_is_asked_for_all_that_counts(self):
        asked = {name: sysconfig.get_config_var(name) for name in build.VARIABLES}
        self.assertEqual(build.kind(asked), host.build())
