# `make demo` and `make test` need Python 3.11 or later and make, nothing else: each sets up .venv the first time.

PYTHON ?= python3
PYTEST_ARGS ?=

BIN := .venv/bin
INSTALLED := .venv/.installed
INSTALLED_FOR_DEVELOPMENT := .venv/.installed-for-development
PIP_INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check

.PHONY: help demo test test-all check docs wheel clean

help:
	@echo "make demo      a sample network through three months, in the folder demo"
	@echo "make test      the tests, without the slow ones"
	@echo "make test-all  all the tests"
	@echo "make check     style, types, import rules, and whether the generated pages are current"
	@echo "make docs      write the generated pages of docs"
	@echo "make wheel     build the package into dist"
	@echo "make clean     remove what the others made"

demo: $(INSTALLED)
	rm -rf demo
	$(BIN)/netsheets demo demo

test: $(INSTALLED_FOR_DEVELOPMENT)
	$(BIN)/python -m pytest --numprocesses auto --dist loadfile $(PYTEST_ARGS)

test-all:
	$(MAKE) test PYTEST_ARGS="-m '' $(PYTEST_ARGS)"

check: $(INSTALLED_FOR_DEVELOPMENT)
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m tools.pages --check

docs: $(INSTALLED_FOR_DEVELOPMENT)
	$(BIN)/python -m tools.pages

wheel: $(INSTALLED_FOR_DEVELOPMENT)
	rm -rf dist
	$(BIN)/python -m pip wheel --quiet --disable-pip-version-check --no-deps --wheel-dir dist .

clean:
	rm -rf .venv dist demo .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis

# pip is the last thing that venv puts in place: an environment without it is half made, and made anew.
$(BIN)/pip:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	|| { echo "netsheets needs Python 3.11 or later: make PYTHON=/path/to/python3.11" >&2; exit 1; }
	$(PYTHON) -m venv --clear .venv

$(INSTALLED): pyproject.toml | $(BIN)/pip
	$(PIP_INSTALL) --editable .
	@touch $@

$(INSTALLED_FOR_DEVELOPMENT): pyproject.toml | $(BIN)/pip
	$(PIP_INSTALL) --editable '.[dev]'
	@touch $(INSTALLED) $@
