# make run    a running site with demo data, from a fresh clone
# make test   every check, from a fresh clone
# make bench  the benchmarks in bench/
# Also: lint, format, requirements, clean.

PORT ?= 8000
PYTHON ?= python3
PYTEST_ARGS ?= -n 2 --dist worksteal

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

# The stamps carry a checksum of what they stand for: a change of branch that changes the pins installs again.
RUN_STAMP := $(VENV)/.run-$(shell cat pyproject.toml requirements/run.txt | cksum | cut -d' ' -f1)
DEV_STAMP := $(VENV)/.dev-$(shell cat pyproject.toml requirements/dev.txt | cksum | cut -d' ' -f1)

# honcho reads .env, if there is one, for every command alike.
HONCHO = PATH="$(CURDIR)/$(BIN):$$PATH" BASE_URL="$${BASE_URL:-http://127.0.0.1:$(PORT)}" \
    PITCHDAY_ENV=development PITCHDAY_DEMO=1 honcho

.PHONY: run test bench lint format requirements clean

run: $(RUN_STAMP)
	@$(BIN)/python scripts/native.py pdf
	@$(HONCHO) run pitchday db upgrade
	@$(HONCHO) run pitchday demo --if-empty --size full
	@echo "pitchday runs at http://127.0.0.1:$(PORT) (Ctrl+C stops it)"
	@$(HONCHO) start --port $(PORT)

test: lint
	@$(BIN)/python scripts/native.py pdf browser
	$(BIN)/python -m pytest $(PYTEST_ARGS)

bench: $(DEV_STAMP)
	@$(BIN)/python scripts/native.py pdf
	$(BIN)/python -m bench

lint: $(DEV_STAMP)
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

format: $(DEV_STAMP)
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

# Pins again from pyproject.toml, keeping the versions that still fit; UPGRADE=--upgrade takes the newest.
requirements: $(DEV_STAMP)
	$(BIN)/python -m venv build/pins
	build/pins/bin/pip install --quiet pip-tools==7.6.2
	CUSTOM_COMPILE_COMMAND="make requirements" build/pins/bin/pip-compile $(UPGRADE) \
	    --output-file requirements/run.txt pyproject.toml
	CUSTOM_COMPILE_COMMAND="make requirements" build/pins/bin/pip-compile $(UPGRADE) --extra dev \
	    --constraint requirements/run.txt --output-file requirements/dev.txt pyproject.toml

# Keeps var/, which holds the site's data.
clean:
	rm -rf $(VENV) build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(RUN_STAMP):
	$(call install,requirements/run.txt)
	@touch $@

$(DEV_STAMP):
	$(call install,requirements/dev.txt)
	@touch $@ $(RUN_STAMP)

# The environment is made anew unless its pip answers, so that an interrupted first try mends itself.
define install
@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
    { echo "pitchday needs Python 3.11 or newer; name one with: make PYTHON=python3.11" >&2; exit 1; }
@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
    { echo "Python's venv is missing; install it with: sudo apt-get install python3-venv" >&2; exit 1; }
@$(PIP) --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear $(VENV)
@echo "Installing the packages of $(1)"
@$(PIP) install --require-hashes --requirement $(1)
@$(PIP) install --no-deps --no-build-isolation --editable .
@rm -f $(VENV)/.run-* $(VENV)/.dev-*
endef
