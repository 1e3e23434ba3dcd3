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

    def test_the_result_of_the_batch_before_lives_until_the_next_one_is_made(self):
        """In the first loop of a batch as in all others: how many copies are alive is part of what a copy takes."""

        class Copy:
            alive = 0

            def __init__(self):
                seen.append(Copy.alive)
                Copy.alive += 1

            def __del__(self):
                Copy.alive -= 1

        seen, held = [], []
        timed = compile.compile_line("result = Copy()", "whole", {"Copy": Copy})
        for loops in (1, 1, 3):
            held.append(timed(None, None, None, None, None, loops, time.perf_counter_ns, held)[4])
        self.assertEqual(seen, [0, 1, 1, 1, 1])
        self.assertEqual(len(held), 1)
