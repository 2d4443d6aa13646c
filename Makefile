# Everything a fresh machine needs beyond Python 3.11+ is set up by the first command that wants it.
PYTHON ?= $(shell for python in python3 python3.13 python3.12 python3.11 python3.14; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$python; break; }; done)
VENV ?= .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: demo test faults soak run check bench bench-documents bench-layout bench-scale bench-states bench-storing bench-walk bench-asking bench-slow setup browser lint clean

demo: browser ## See Watcher do its main job on an embedded platform, offline
	@$(BIN)/watcher demo

test: browser ## Set up what is missing and run the tests
	@$(BIN)/pytest --numprocesses auto --dist worksteal

faults: browser ## Break it on purpose: twenty experiments, each with its pass criterion and figures
	@$(BIN)/pytest tests/faults -m "slow or not slow" --numprocesses 0

run: browser ## Run the daemon on targets.yaml
	@$(BIN)/watcher run

check: lint test ## Everything that CI checks

lint: $(READY) ## Style, types and architecture
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

bench: browser ## Measure against a bare browser in the same run
	@$(BIN)/python -m bench.checks
	@$(BIN)/python -m bench.captures

PAIRS ?= tests/golden/compare
bench-layout: browser ## Measure how well changes of pages are told from what changes every day
	@$(BIN)/python -m bench.layout

bench-walk: browser ## Measure what seeing a page's layout costs beside showing it, and what of it is stored
	@$(BIN)/python -m bench.walk

bench-documents: $(READY) ## Measure comparing and judging against difflib and bare parsers (PAIRS=folder of pairs)
	@$(BIN)/python -m bench.documents $(PAIRS)

bench-scale: $(READY) ## Measure how one store and its service fare with 1,000, 10,000 and 100,000 targets
	@$(BIN)/python -m bench.scale

bench-asking: browser ## Measure looks at unchanged documents whose servers are asked instead of visited
	@$(BIN)/python -m bench.asking

bench-slow: browser ## Measure what slow hosts cost: all fast, and half of them answering after 3 s, in the same run
	@$(BIN)/python -m bench.slow

bench-storing: $(READY) ## Measure what the store takes for pages that change (PAGES=folder of series of saved pages)
	@$(BIN)/python -m bench.storing $(PAGES)

soak: browser ## Visit 2,000 pages in a row, one in twenty of them hostile: does anything grow or stay behind?
	@$(BIN)/python -m bench.soak

bench-states: browser ## Tell pages that play captchas, walls, errors and losses from good ones: a confusion table
	@$(BIN)/python -m bench.states

setup: browser

browser: $(READY)
	@$(BIN)/watcher browser --install >/dev/null

$(READY): pyproject.toml
	@test -n "$(PYTHON)" || { echo "Watcher needs Python 3.11 or newer: install it, or name it: make PYTHON=/path/to/python3" >&2; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
		echo "Python's venv module is missing: on Debian and Ubuntu, apt install python3-venv" >&2; exit 1; }
	@echo "setting up $(VENV) ..." >&2
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade "pip>=25.1"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable . --group dev
	@touch $@

clean: ## Remove what set-up and tests left
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
