# pourquoi: install, ask, serve, test. `make help` lists the targets. GNU make 4 or newer, CPython 3.11 to 3.13.

# The question of `make ask`. Make never looks inside it: quotes, dollars and backticks reach the command as they are.
Q ?= why did Jan Leike resign?
# How many minutes each of the longest tests of `make soak` takes.
MINUTES ?= 10
# The interpreter that makes the virtual environment, and where that environment goes.
PYTHON ?= python3
VENV ?= .venv
# Where torch comes from, and torch alone. Empty: a CPU build from pip's own index if it has one, else from TORCH_CPU_URL.
TORCH_INDEX_URL ?=
TORCH_CPU_URL := https://download.pytorch.org/whl/cpu
# Extra words for `make lock`, such as LOCK_FLAGS=--upgrade.
LOCK_FLAGS ?=

# The one place of torch's version is pyproject.toml.
TORCH := $(shell grep -om1 'torch==[0-9.]*' pyproject.toml)
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input
LOCK := --universal --python-version 3.11 --generate-hashes --no-emit-package torch --custom-compile-command "make lock" --quiet
# Only what is a virtual environment already is ever cleared: VENV may name a folder with something else in it.
NEW_VENV := $(PYTHON) -m venv $$([ ! -e $(VENV)/pyvenv.cfg ] || echo --clear) $(VENV)
BROWSERS := chromium chromium-browser google-chrome
# A process a core, each with one thread: most tests keep one core busy, and few more than one. A file stays in one process,
# which makes what its tests share once, and files go out in order, since the slowest hold few tests. Bytecode is kept even where
# the environment says not to, since every process of the suite would compile the same modules. A process that a test ends is not
# started again, since it would begin that file anew with the same test.
PYTEST := PYTHONDONTWRITEBYTECODE= OMP_NUM_THREADS=1 $(BIN)/python -m pytest --numprocesses auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder --max-worker-restart 0

SHELL := /bin/sh
.SHELLFLAGS := -ec
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: ask serve test soak check install browser lock clean help

unexport Q
ask: export QUESTION := $(value Q)

ask: install ## answer one question from the articles of seeds/: make ask Q="..."
	@$(BIN)/pourquoi ask -- "$$QUESTION" || [ $$? -eq 3 ] # 3: the articles do not say, which is an answer too

serve: install ## run the HTTP service
	@$(BIN)/pourquoi serve

test: install browser ## run every test
	@$(PYTEST)

soak: install browser ## run the tests that take minutes, and write what they measured to docs/reliability.md
	@status=0; OMP_NUM_THREADS=1 SOAK_KEEP=1 SOAK_MINUTES=$(MINUTES) $(BIN)/python -m pytest -m soak || status=$$?; \
	$(BIN)/python -m tests.write_reliability; exit $$status

check: install browser ## lint, types, tests, Dockerfile: what CI runs
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(PYTEST)
	@$(BIN)/hadolint Dockerfile

install: $(STAMP) ## make the virtual environment, if something it depends on has changed

# The stamp is taken away first and put back last; an install that was cut short in between is begun from nothing.
# torch goes first and alone; the rest is installed without looking at dependencies, so that nothing can replace torch
# or bring CUDA in. Why: docs/decisions/0002-lock.md
$(STAMP): pyproject.toml requirements.lock
	@rm -f $@
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' || \
	    { echo "$(PYTHON) is not CPython 3.11, 3.12 or 3.13: name one with PYTHON=..." >&2; exit 1; }
	@if [ -e $(VENV)/.unfinished ] || ! $(PIP) --version >/dev/null 2>&1; then $(NEW_VENV); fi
	@touch $(VENV)/.unfinished
	@echo "installing $(TORCH) ..."
	@if [ -n "$(TORCH_INDEX_URL)" ]; then \
	    $(PIP) install -qq $(if $(findstring /whl/cu,$(TORCH_INDEX_URL)),,--no-deps) --index-url "$(TORCH_INDEX_URL)" $(TORCH); \
	elif [ "$$(uname -s)" != Linux ]; then \
	    $(PIP) install -qq --no-deps $(TORCH); \
	elif ! $(PIP) install -qq --no-deps "$(TORCH)+cpu" 2>/dev/null; then \
	    echo "pip's index has no CPU build of torch: taking it from $(TORCH_CPU_URL) (TORCH_INDEX_URL=... names another)"; \
	    $(PIP) install -qq --no-deps --index-url $(TORCH_CPU_URL) $(TORCH); \
	fi
	@echo "installing requirements.lock ..."
	@$(PIP) install -qq --no-deps --require-hashes --requirement requirements.lock
	@$(PIP) install -qq --no-deps --no-build-isolation --editable .
	@rm -f $(VENV)/.unfinished
	@touch $@

browser: ## find a Chromium for the browser tests, or install Debian's
	@for name in $(BROWSERS); do if command -v $$name >/dev/null; then exit 0; fi; done; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && grep -qs '^ID=debian' /etc/os-release; then \
	    echo "installing Debian's chromium ..."; \
	    export DEBIAN_FRONTEND=noninteractive; \
	    if apt-get update -qq >/dev/null && apt-get install -y -qq --no-install-recommends chromium >/dev/null; then exit 0; fi; \
	fi; \
	echo "no Chromium here (looked for: $(BROWSERS)): the browser tests will be skipped"

# requirements.lock is for development and CI, requirements-runtime.lock for the image; the second is held to the first's versions.
lock: $(BIN)/uv ## write both lock files anew; LOCK_FLAGS=--upgrade moves the versions
	@$(BIN)/uv pip compile pyproject.toml --extra dev $(LOCK) $(LOCK_FLAGS) --output-file requirements.lock >/dev/null
	@$(BIN)/uv pip compile pyproject.toml --constraints requirements.lock $(LOCK) --output-file requirements-runtime.lock >/dev/null
	@if grep -nE '^(nvidia-|cuda-|triton|torch=)' requirements.lock requirements-runtime.lock; then \
	    echo "a lock file names CUDA or torch: see [tool.uv] in pyproject.toml" >&2; exit 1; fi

# A lock file that cannot be installed must not keep a new one from being made.
$(BIN)/uv:
	@$(PIP) --version >/dev/null 2>&1 || $(NEW_VENV)
	@$(PIP) install -qq "$$(grep -om1 'uv>=[^"]*' pyproject.toml)"

clean: ## remove the virtual environment, the state and the caches of this folder
	@[ ! -e $(VENV)/pyvenv.cfg ] || rm -rf $(VENV)
	@rm -rf .pourquoi .pytest_cache .mypy_cache .ruff_cache .hypothesis build dist eval/out
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

help: ## list the targets
	@sed -n 's/^\([a-z]*\):[^#]*## /\1\t/p' $(firstword $(MAKEFILE_LIST)) | while IFS="$$(printf '\t')" read -r name what; do \
	    printf '  make %-8s %s\n' "$$name" "$$what"; done
