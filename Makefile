# The two commands: `make run` and `make test`. Everything is installed into .venv, at the versions in requirements/.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
OUT ?= out/guam-2017

.PHONY: run test lint format bench docs lock clean

run: $(VENV)/.run
	$(BIN)/standoff run guam-2017 --out $(OUT)
	@echo
	@echo "Open the globe:  $(BIN)/standoff view $(OUT)"

test: $(VENV)/.dev
	$(BIN)/python -m pytest -n auto --dist loadgroup $(ARGS)

lint: $(VENV)/.dev
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/.dev
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

bench: $(VENV)/.bench
	$(BIN)/python -m benchmarks $(ARGS)

docs: $(VENV)/.dev
	$(BIN)/python -m builders.docs

# New pins for every Python from 3.11 on; run it, run the tests, commit the result.
lock: $(VENV)/.dev
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	for set in run dev bench; do \
	  $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --upgrade --no-annotate \
	    --custom-compile-command "make lock" requirements/$$set.in -o requirements/$$set.txt || exit 1; \
	  sed -i '/^-e /d' requirements/$$set.txt; \
	done

clean:
	rm -rf $(VENV) out build dist

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Standoff needs Python 3.11 or later; name one with: make PYTHON=/path/to/python3.12"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: $(VENV)/bin/python requirements/run.txt pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements/run.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

# What has no wheel for this machine (pygambit) is compiled for tests, not for speed: half the time.
$(VENV)/.dev: $(VENV)/.run requirements/dev.txt
	CFLAGS="$${CFLAGS:--O0 -g0}" $(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements/dev.txt
	@touch $@

$(VENV)/.bench: $(VENV)/.dev requirements/bench.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements/bench.txt
	@touch $@
