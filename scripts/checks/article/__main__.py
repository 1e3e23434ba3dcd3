"""`python -m checks.article OUT LABEL`: every check, each in a fresh process of this interpreter; a line of JSON each.

`python -m checks.article MODULE CHECK -` is one such process.
"""

import json
import os
import platform
import sys
import time

from checks import runner
from checks.article.check import outcome

CLAIMS = "checks.article.claims"
SECONDS = 20  # a check that takes longer hangs


def checks_of(module):
    """Name -> check of a module of CLAIMS, in the order of the source."""
    return runner.questions(runner.load(CLAIMS, module), "expects")


def run(module, check):
    """One check, here and now."""
    function = checks_of(module)[check]
    if function.__code__.co_argcount:
        provide = runner.load(CLAIMS, module).provide
        print(json.dumps(outcome(lambda: function(provide()))))
    else:
        print(json.dumps(outcome(function)))


def fresh(module, check, folder):
    """One check in a process of its own, which is ended when it hangs, with a temporary folder."""
    command = [sys.executable, "-s", "-m", "checks.article", module, check, "-"]
    output, errors, _, late = runner.run_apart(command, SECONDS, dict(os.environ, TMPDIR=folder))
    answer = runner.last_answer(output)
    if answer is None:
        words = "took longer than {0} s".format(SECONDS) if late else errors.strip().split("\n")[-1]
        answer = dict(ok="no", expected="", seen="", reason=words)
    return answer


def row(module, name, function, label, folder):
    """One line of the record."""
    started = time.time()
    facts = dict(interpreter=label, version=platform.python_version(), claim=runner.load(CLAIMS, module).CLAIM)
    facts.update(check=name, expects=function.expects, lines=runner.source_of(function))
    facts.update(fresh(module, name, folder))
    return dict(facts, seconds=round(time.time() - started, 3))


def main(out, label):
    checks = [(module, name, one) for module in runner.modules(CLAIMS) for name, one in checks_of(module).items()]
    with runner.temporary_folder(out) as folder:
        runner.write_rows(out, (row(module, name, one, label, folder) for module, name, one in checks))


if __name__ == "__main__":
    if sys.argv[-1] == "-":
        run(*sys.argv[1:3])
    else:
        main(*sys.argv[1:])
