"""`python -m checks.article OUT LABEL`: every check, each in a fresh process of this interpreter; a line of JSON each.

`python -m checks.article MODULE CHECK -` is one such process.
"""

import importlib
import json
import os
import platform
import subprocess
import sys
import threading
import time

from checks.article.check import checks_of, lines_of, outcome

HERE = os.path.dirname(os.path.abspath(__file__))
SECONDS = 20  # a check that takes longer hangs


def modules():
    names = sorted(name[:-3] for name in os.listdir(os.path.join(HERE, "claims")) if name.endswith(".py"))
    return [name for name in names if name != "__init__"]


def load(name):
    return importlib.import_module("checks.article.claims." + name)


def run(module, check):
    """One check, here and now."""
    found = load(module)
    function = checks_of(found)[check]
    if function.__code__.co_argcount:
        print(json.dumps(outcome(lambda: function(found.provide()))))
    else:
        print(json.dumps(outcome(function)))


def fresh(module, check):
    """One check in a process of its own, which is ended when it hangs."""
    command = [sys.executable, "-s", "-m", "checks.article", module, check, "-"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    timer = threading.Timer(SECONDS, process.kill)
    timer.start()
    out, error = process.communicate()
    late = not timer.is_alive()
    timer.cancel()
    try:
        return json.loads(out.decode().splitlines()[-1])
    except (ValueError, IndexError):
        words = "took longer than {0} s".format(SECONDS) if late else error.decode().strip().split("\n")[-1]
        return dict(ok="no", expected="", seen="", reason=words)


def main(out, label):
    shared = dict(interpreter=label, version=platform.python_version())
    temporary = "{0}.{1}.{2}.part".format(out, platform.node(), os.getpid())
    with open(temporary, "w") as file:
        for module in modules():
            found = load(module)
            for name, function in checks_of(found).items():
                started = time.time()
                row = dict(shared, claim=found.CLAIM, check=name, expects=function.expects, lines=lines_of(function))
                row.update(fresh(module, name))
                row["seconds"] = round(time.time() - started, 3)
                file.write(json.dumps(row, sort_keys=True) + "\n")
    os.rename(temporary, out)


if __name__ == "__main__":
    if sys.argv[-1] == "-":
        run(*sys.argv[1:3])
    else:
        main(*sys.argv[1:])
