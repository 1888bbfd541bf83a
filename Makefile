# The one door to the tools: `make help` lists the targets. Needs make and Python 3.11 or newer, nothing else.

SHELL := /bin/sh
PYTHON ?=
HOST ?= 127.0.0.1
PORT ?= 8000
ARGS ?=
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install -qq --no-input
MINIMUM := 3.11

export HOST PORT

.PHONY: help run test check fix lock bench evaluate pictures clean

help: ## list the targets
	@sed -n 's/^\([a-z]*\):.*## /  make \1|/p' Makefile | while IFS='|' read -r name text; do printf '%-17s%s\n' "$$name" "$$text"; done
	@echo "Variables: HOST= and PORT= of make run, ARGS= for test, bench, evaluate and lock, PYTHON= to choose the interpreter."

run: $(VENV)/installed-run ## install what is needed and serve the site on HOST:PORT, with a database of its own
	@exec $(BIN)/python -m config.serve --with-parent

test: $(VENV)/installed-dev ## run the tests
	$(BIN)/python -m pytest $(ARGS)

check: $(VENV)/installed-dev ## read only: lint, format, types, layers, migrations, settings, templates
	$(BIN)/python -m ruff check .
	$(BIN)/python -m ruff format --check .
	$(BIN)/python -m mypy
	$(BIN)/lint-imports
	$(BIN)/python manage.py makemigrations --check --dry-run
	HTTPS=1 HSTS_SUBDOMAINS=1 $(BIN)/python manage.py check --deploy --fail-level WARNING
	$(BIN)/python -m djlint --lint templates

fix: $(VENV)/installed-dev ## write what lint and format can mend by themselves
	$(BIN)/python -m ruff check --fix .
	$(BIN)/python -m ruff format .

bench: $(VENV)/installed-run ## measure the public pages
	$(BIN)/python manage.py bench $(ARGS)

evaluate: $(VENV)/installed-run ## measure how well labelled articles are read; ARGS=--faults lists what went wrong
	$(BIN)/python manage.py evaluate $(ARGS)

# Both files hold names, versions and hashes only, and agree on what they share. ARGS=--upgrade takes newer versions.
COMPILE := uv pip compile --quiet --universal --python-version $(MINIMUM) --generate-hashes --no-header
lock: | $(BIN)/python ## write both requirement files anew from pyproject.toml
	@test -x $(BIN)/uv || { $(BIN)/python -m pip --version >/dev/null 2>&1 || $(BIN)/python -m ensurepip >/dev/null; }
	@test -x $(BIN)/uv || $(PIP) uv
	$(BIN)/$(COMPILE) $(ARGS) pyproject.toml --all-extras -o requirements.txt
	$(BIN)/$(COMPILE) $(ARGS) pyproject.toml --all-extras --group dev -c requirements.txt -o requirements-dev.txt
	@if grep -n '://' requirements.txt requirements-dev.txt; then \
		echo "An address got into a requirement file: see above." >&2; exit 1; fi

pictures: $(VENV)/installed-dev ## take the pictures of the editors' guide anew, with Chromium
	@mkdir -p docs/images
	PICTURES=docs/images $(BIN)/python -m pytest -n 0 -q tests/browser/test_desk.py

clean: ## remove what can be made again; var/postgres and var/secret_key stay
	rm -rf $(VENV) var/static .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis htmlcov .coverage
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# Installing happens once, and again when the lock changes. The development set contains the other one.

$(VENV)/installed-run: requirements.txt | $(BIN)/python
	@echo "Installing requirements.txt into $(VENV), about a minute ..."
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || $(BIN)/python -m ensurepip >/dev/null
	@$(PIP) --require-hashes -r requirements.txt
	@touch $@

$(VENV)/installed-dev: requirements-dev.txt requirements.txt | $(BIN)/python
	@echo "Installing requirements-dev.txt into $(VENV), about two minutes ..."
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || $(BIN)/python -m ensurepip >/dev/null
	@$(PIP) --require-hashes -r requirements-dev.txt
	@touch $(VENV)/installed-run $@

$(BIN)/python:
	@for python in $(if $(PYTHON),"$(PYTHON)",python3 python3.14 python3.13 python3.12 python3.11 python); do \
		if "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then found=$$python; break; fi; \
	done; \
	if [ -z "$$found" ]; then \
		echo "Python $(MINIMUM) or newer is needed$(if $(PYTHON),; PYTHON=$(PYTHON) is not one): install it, or name it with make PYTHON=/path/to/python3." >&2; exit 1; \
	fi; \
	rm -rf $(VENV); \
	if ! "$$found" -m venv $(VENV); then \
		rm -rf $(VENV); \
		echo "$$found could not make $(VENV): on Debian and Ubuntu, install python3-venv." >&2; exit 1; \
	fi
