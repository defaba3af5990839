# Everything about the studio starts here. `make help` lists what there is.
PYTHON ?= python3
HOST ?=
PORT ?=
export HOST PORT
VENV := .venv/bin
BOOTSTRAP := $(PYTHON) -m studio.config.bootstrap

.DEFAULT_GOAL := help
.PHONY: help setup run dev check fix test e2e types bench lock

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z0-9]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## start the studio and print a link to sign in (PORT=8000, STUDIO_HOME=.studio)
	@$(BOOTSTRAP) run

setup: ## install and build everything, the tests' needs too
	@$(BOOTSTRAP) setup

dev: setup ## start the studio with the page reloading itself on every change
	@$(VENV)/python -m tests.dev

check: setup ## the checks that need no running studio: imports, style, types, unit tests
	@$(VENV)/python -m tests.everything --quick

fix: setup ## let the formatters and linters repair what they can
	@$(VENV)/ruff check --fix --quiet . ; $(VENV)/ruff format --quiet .
	@cd frontend && npx eslint --fix src

test: setup ## everything: what CI runs, nothing more
	@$(VENV)/python -m tests.everything

e2e: setup ## the browser tests alone
	@$(VENV)/python -m tests.everything browser

types: setup ## write the API's schema and the page's types from it
	@$(VENV)/python -m tests.types --write

bench: setup ## measure beside the bare floor; writes docs/benchmarks.md and .bench/latest.json
	@$(VENV)/python -m tests.bench

lock: setup ## pin the newest versions that fit together
	@$(VENV)/python -m tests.lock
