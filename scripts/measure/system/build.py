"""How a CPython was built, told from what it says of itself: optimised or not, which explains more than its version."""

from __future__ import annotations

from measure.hints import Any

# What sysconfig tells of a build, asked of each interpreter on trial.
VARIABLES = (
    "CONFIG_ARGS",
    "OPT",
    "PY_CFLAGS",
    "CFLAGS_NODIST",
    "LDFLAGS_NODIST",
    "PGO_PROF_USE_FLAG",
    "AR",
    "Py_DEBUG",
    "Py_GIL_DISABLED",
)


def kind(variables: dict[str, Any]) -> str:
    """pgo, lto, debug, free-threaded, several of them, or plain; `variables`: sysconfig's, VARIABLES among them.

    Debian calls `make profile-opt` with its own flags and removes them from what it installs. What is left of them: no
    flag for using a profile, which configure sets for each compiler that it knows, and gcc-ar, which LTO needs.
    """
    told = {name: str(variables.get(name) or "") for name in VARIABLES}
    arguments, flags = told["CONFIG_ARGS"], told["CFLAGS_NODIST"] + told["LDFLAGS_NODIST"]
    removed = variables.get("PGO_PROF_USE_FLAG") == ""
    true = {
        "pgo": "--enable-optimizations" in arguments or "-fprofile-" in flags or removed,
        "lto": "--with-lto" in arguments or "-flto" in flags or (removed and told["AR"].endswith("gcc-ar")),
        "debug": bool(variables.get("Py_DEBUG")),
        "free-threaded": bool(variables.get("Py_GIL_DISABLED")),
    }
    return " ".join(name for name, is_true in true.items() if is_true) or "plain"
