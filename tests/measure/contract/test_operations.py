"""The line that each operation times, as it is written in the backend's file."""

import inspect
import unittest

from measure.contract import discovery, operations
from measure.contract.backend import Backend


class BodySourceTest(unittest.TestCase):
    def test_it_is_the_source_that_the_library_finds(self):
        methods = [
            getattr(discovery.load(path), name)
            for path in discovery.all_paths().values()
            for name in ("create", "attach", "send", "receive")
            if hasattr(discovery.load(path), name)
        ]
        self.assertGreater(len(methods), 50)
        for method in methods:
            lines = [line.strip() for line in inspect.getsource(method).splitlines()[1:]]
            expected = "; ".join(line for line in lines if line and not line.startswith(('"""', "#")))
            self.assertEqual(operations.body_source(method), expected, method)

    def test_a_verb_that_nobody_wrote_has_no_line(self):
        self.assertIsNone(operations.line(Backend, "start", "items"))
