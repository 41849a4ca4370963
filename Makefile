# `make` alone lists what there is. Everything sets itself up in .venv on first use.
.DEFAULT_GOAL := help
.PHONY: pictures help setup demo test test-slow test-all lint types bench soak faults docs lock clean
SHELL := /bin/bash
BIN := .venv/bin
READY := .venv/.ready

help:  ## List the targets
	@sed -n 's/^\([a-z-]*\):.*##/\1\t/p' $(MAKEFILE_LIST) | expand -t 12

setup: $(READY)  ## Build .venv from requirements.lock, with uv where it is installed, else with pip

$(READY): requirements.lock pyproject.toml deploy/setup.sh
	@bash deploy/setup.sh
	@touch $@

demo: $(READY)  ## Crawl the bundled replica site and show what came of it
	@$(BIN)/zonenews demo

PYTEST = $(BIN)/python -m pytest -q -n 2 --dist loadfile --no-loadscope-reorder
test: $(READY)  ## The tests that need nothing but Python
	@$(PYTEST) -m "not slow" $(OPTIONS)

# Full disks are tested on a small one: mounting it takes root, or a namespace in which one is
AS_ROOT = $(shell [ "$$(id -u)" = 0 ] || ! unshare -Urm true 2>/dev/null || echo unshare -Urm)
test-slow: $(READY)  ## The others: they need PostgreSQL, Chromium, strace, and half an hour
	@$(AS_ROOT) $(PYTEST) -m slow $(OPTIONS)

test-all: $(READY)  ## All tests; one that is skipped has failed, unless ../shared is not there
	@$(AS_ROOT) $(PYTEST) --no-skips

lint: $(READY)  ## ruff: rules and formatting
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

types: $(READY)  ## mypy, strict
	@$(BIN)/mypy

bench: $(READY)  ## Measure, side by side with what one would use instead; writes docs/benchmarks.md
	@$(BIN)/python -m benchmarks

faults: $(READY)  ## Bring about every fault of docs/reliability.md and write there what was measured
	@$(AS_ROOT) $(BIN)/python -m benchmarks.faults

soak: $(READY)  ## Kill 100 crawls, and live through a month of 100 sites; takes an hour, writes docs/soak.md
	@$(BIN)/python -m benchmarks.soak

docs: $(READY)  ## Build the documentation as a site, into site/, without network
	@NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet
	@echo "the site is in site/; $(BIN)/python -m http.server -d site 8002 shows it at http://127.0.0.1:8002/" >&2

pictures: $(READY)  ## Take the README's pictures of the desk over the replica, with Chromium
	@$(BIN)/python deploy/pictures.py

lock:  ## Pin every dependency anew, with hashes (needs uv)
	uv pip compile --universal --generate-hashes --no-emit-index-url --no-emit-find-links --no-header \
		--python-version 3.11 --all-extras --upgrade -q -o requirements.lock pyproject.toml

clean:  ## Remove .venv, caches and the demo's files
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis demo
