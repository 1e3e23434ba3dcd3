# Make the environment from the lock, and run. Whoever has the environment can call snakemake and pytest as well.
PYTHON ?= python3
CORES ?= all
SNAKEMAKE_ARGS ?=
SHELL := bash
FROM ?= results
# EXTRAS=1 installs the third-party mechanisms first; which are measured, the configuration says.
EXTRAS ?=
# What `make advise` passes on, as KEY=VALUE.
ASKED = WORKLOAD PAYLOAD SIZE WORKERS INTERPRETER CREATE ATTACH READS READS_BESIDE_A_WRITER WRITES APPENDS LOOPS COPIES REPLACEMENTS UPDATES HAND_OVERS MESSAGES RUN
FIRST = .venv/made $(if $(EXTRAS),extras)
BIN := .venv/bin
OURS = PYTHONPATH=scripts $(BIN)/python -m
SNAKEMAKE = $(BIN)/python scripts/sweep/recovery.py && $(BIN)/snakemake --cores $(CORES) $(SNAKEMAKE_ARGS)

# Where the home can't be written to, its caches (Snakemake's, Matplotlib's) are kept here.
CACHE = $${XDG_CACHE_HOME:-$$HOME/.cache}
ifneq ($(shell mkdir -p "$(CACHE)" 2>/dev/null && test -w "$(CACHE)" && echo yes),yes)
export XDG_CACHE_HOME := $(CURDIR)/.snakemake/cache
export MPLCONFIGDIR := $(CURDIR)/.snakemake/cache/matplotlib
endif

# Measuring processes are started by the thousand, and each would compile our modules anew.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help report quick mechanisms full extras check unit test lint layers types lock clean everything advise calibrate crosscheck windows scale profile-run publish rejudge amend compare font schema quote page safety test-slurm crate fuzz soak claim

help:  ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

report: $(FIRST)  ## the default sweep, to results/report.html
	$(SNAKEMAKE)

quick: $(FIRST)  ## a tiny sweep, to results/quick/report.html
	$(SNAKEMAKE) --configfile config/quick.yaml

claim: .venv/made  ## one claim's cells alone (ID=tenfold), and its verdict beside the published one (5 minutes or less)
	$(OURS) validate.one_claim $(ID)

mechanisms: $(FIRST)  ## every mechanism there is, with the safety matrix, to results/mechanisms/report.html (an hour)
	$(SNAKEMAKE) --configfile config/mechanisms.yaml

full: $(FIRST)  ## everything, for a night, to results/full/report.html
	$(SNAKEMAKE) --configfile config/full.yaml

check: .venv/made  ## lint, layers, types and the quick tests, with the time of each: a minute on two cores
	@for part in lint layers types unit; do \
	  TIMEFORMAT="== $$part: %0R s"; time $(MAKE) --no-print-directory $$part || exit 1; \
	done

unit: .venv/made  ## all tests that are quick and need neither Chromium nor Slurm
	$(BIN)/python -m pytest -n 2 -m "not slow and not browser and not slurm"

fuzz: .venv/made  ## 10,000 spoilt files of each kind: none ends in a traceback (half an hour)
	FUZZ=10000 $(BIN)/python -m pytest tests/system/test_fuzz.py

soak: .venv/made  ## a run that is killed and stopped a hundred times at random ends all the same (half an hour)
	KILLS=100 $(BIN)/python -m pytest tests/system/test_soak.py

# Types are looked at beside the first tests, which time nothing. Every contender is tried under the oldest and the newest
# interpreter found, and not a third time under this one.
test: lint layers  ## lint, layers, types and all tests but Slurm's
	$(MAKE) --no-print-directory -j 2 types everything

# What another test beside it would disturb runs by itself; the rest takes both cores.
everything: .venv/made
	$(BIN)/python -m pytest -n 2 --dist loadfile -m "not alone and not slurm and not contenders"
	$(BIN)/python -m pytest -m "alone and not slurm and not contenders"

test-slurm: .venv/made  ## the same sweep on a real Slurm of two nodes, installed and started here (6 minutes, root)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r environments/locks/cluster.txt
	TEST_SLURM=1 $(BIN)/python -m pytest tests/system/slurm

lint: .venv/made  ## what Snakemake, snakefmt and ruff object to
	$(BIN)/snakemake --lint --config outdir=.snakemake/lint  # whatever was measured here
	$(BIN)/snakefmt --check Snakefile rules
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

layers: .venv/made  ## who imports whom, against the layers in pyproject.toml
	PYTHONPATH=scripts $(BIN)/lint-imports

types: .venv/made  ## mypy, as pyproject.toml says; its first run takes minutes, the next ones seconds
	MYPYPATH=scripts $(BIN)/mypy

.venv/made: requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Python 3.11 or newer is needed; set PYTHON=path of one"; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	touch $@

lock:  ## make the locks anew (needs uv)
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --custom-compile-command "make lock" requirements.in --output-file requirements.txt
	uv pip compile --quiet --universal --python-version 3.8 --fork-strategy requires-python --generate-hashes \
	  --no-emit-index-url --custom-compile-command "make lock" environments/locks/backends.in \
	  --output-file environments/locks/backends.txt
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --custom-compile-command "make lock" environments/locks/cluster.in --output-file environments/locks/cluster.txt
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --custom-compile-command "make lock" environments/locks/pythons.in --output-file environments/locks/pythons.txt
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --custom-compile-command "make lock" tests/system/crate/requirements.in --output-file tests/system/crate/requirements.txt

calibrate: .venv/made  ## simulate the statistics anew, to docs/data/*.csv (a quarter of an hour)
	$(OURS) validate.interval_coverage docs/data
	$(OURS) validate.claim_errors docs/data/claims.csv
	$(OURS) validate.budget_coverage docs/data/budget.csv
	$(OURS) validate.budget_errors docs/data/budget_claims.csv
	$(OURS) validate.serial_dependence docs/data/dependence.csv
	$(MAKE) quote

crosscheck: .venv/made  ## the same lines by this harness and by pyperf, to results/crosscheck.csv (25 minutes)
	$(OURS) validate.pyperf_crosscheck results/crosscheck.csv

windows: .venv/made  ## the speed claims with windows of half, once and twice the length, to results/windows.csv (half an hour)
	$(OURS) validate.window_lengths results/windows.csv

# Judged and drawn again only where there is a report already: else `make report` shows the matrix when it comes to it.
safety: .venv/made  ## what each backend does when it is killed, filled or misused, to results/safety.csv (7 minutes)
	$(SNAKEMAKE) -- safety
	@test ! -e results/report.html || { $(SNAKEMAKE) --allowed-rules verdicts figures report paper; }

scale: .venv/made  ## plan, collect and judge up to 50,000 made-up cells, to docs/data/scale.csv (10 minutes)
	$(OURS) validate.scale docs/data/scale.csv

extras: .venv/made  ## third-party mechanisms for each interpreter found, to .extras (a minute, 1.5 GB)
	$(OURS) maintain.install_libraries $(ONLY)

publish: .venv/made  ## archive a run (FROM=results) as results/published/LABEL
	$(OURS) archive.publish $(FROM) "results/published/$(LABEL)"
	$(MAKE) quote page

profile-run: .venv/made  ## where finished runs' time went (FROM=results), to docs/data/time_spent.csv with OUT=that
	$(OURS) collect.time_spent $(FROM) $(if $(OUT),--out $(OUT))

rejudge: .venv/made  ## judge and draw an archived run again, in RUN; or by a file of your own, CLAIMS=mine.yaml
	$(OURS) $(if $(CLAIMS),archive.try_claims $(RUN) $(CLAIMS),archive.rejudge $(RUN))

advise: .venv/made  ## what to use: WORKLOAD=counters, or PAYLOAD=items SIZE=16MiB WORKERS=4 READS=1000000 (JSON=1 for a program)
	@$(OURS) render.advise $(foreach key,$(ASKED),$(if $($(key)),"$(key)=$($(key))")) $(if $(JSON),--json)

amend: .venv/made  ## put today's verdicts and figures of an archived run, RUN, into its archive
	$(OURS) archive.amend $(RUN)
	$(MAKE) quote

crate: .venv/made  ## pack an archived run, RUN, as an RO-Crate: results/LABEL.zip
	$(OURS) archive.ro_crate $(RUN) results/$(notdir $(RUN:%/=%)).zip

compare: .venv/made  ## archived runs side by side, RUNS="a b"
	$(OURS) archive.compare $(RUNS)

schema: .venv/made  ## the JSON Schema of verdicts.json, from the judge's model, to docs/data/verdicts.schema.json
	$(OURS) judge.serialise > docs/data/verdicts.schema.json

font: .venv/made  ## the Chinese characters of the texts, cut out of SOURCE (Noto Serif CJK's .ttc)
	$(OURS) maintain.subset_font $(SOURCE)

quote: .venv/made  ## what can be found at the newest archive's noise, and all tables, into the READMEs and METHODOLOGY.md
	$(OURS) validate.power_tables docs/data results/published
	$(OURS) validate.claim_minutes docs/data/claim_minutes.csv results/published
	$(OURS) maintain.splice_docs

page: .venv/made  ## the pages of the newest archived runs, to docs/index.html, report-zh.html, paper.pdf and mechanisms.html
	$(OURS) maintain.published_page docs/index.html

clean:  ## remove the default and the quick run's results; what was published stays, and what other commands took long to make
	rm -rf results/quick results/raw results/blocks results/limits results/logs results/figures results/works results/safety
	find results -maxdepth 1 -type f ! -name '.*' ! -name crosscheck.csv ! -name windows.csv -delete
