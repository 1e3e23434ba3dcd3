"""A source line becomes a loop that runs it as often as asked, and gives back what came of it."""

import time
import unittest

from measure.timing import compile


class CompileTest(unittest.TestCase):
    def test_the_loop_runs_the_line_as_often_as_it_says(self):
        for kind, line in (("item", "view.append(i)"), ("whole", "view.append(1)")):
            view = []
            timed = compile.compile_line(line, kind)
            started, ended = timed(view, None, None, None, iter(range(100)), 7, time.perf_counter_ns)[:2]
            self.assertEqual(len(view), 7)
            self.assertLess(started, ended)

    def test_it_gives_back_the_last_position_value_and_result(self):
        timed = compile.compile_line("value = view[i]; result = value", "item")
        _, _, position, value, result = timed("abc", None, None, None, iter([0, 1, 2]), 3, time.perf_counter_ns)
        self.assertEqual((position, value, result), (2, "c", "c"))
