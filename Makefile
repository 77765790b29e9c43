# Everything a person or a machine does with Neeman from a checkout. Needs git, make and python3 with venv.
SHELL := /bin/bash
V := .venv
B := $(V)/bin
HOST ?= 127.0.0.1
PORT ?= 8000
NEEMAN_DATA ?= $(CURDIR)/var
export HOST PORT NEEMAN_DATA
export NODE_USE_SYSTEM_CA := 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1
# where a machine forbids keeping compiled modules, each of many processes would compile the whole program anew
unexport PYTHONDONTWRITEBYTECODE
SAY := @printf '  %s\n'

.PHONY: run setup test check bench taps drill fmt demo clean

run: setup ## start Neeman with a demo business; prints a link to enter by
	@$(B)/neeman run --demo

setup: $(V)/.product ## install without starting

demo: setup ## load the demo business anew
	@$(B)/neeman demo

test: $(V)/.develop ## everything: both databases, walls, browser, engine
	@$(B)/python tools/test.py

check: $(V)/.develop ## format, lint, types, layers, budgets
	$(B)/ruff format --check .
	$(B)/ruff check .
	$(B)/mypy
	$(B)/lint-imports
	$(B)/python -m pytest tests/house

taps: $(V)/.develop ## what each daily job costs in taps and keys, counted in a browser
	@$(B)/python tools/taps.py

KILLS := $(foreach room,imports automations sales,src/neeman/$(room)/tests/test_kills.py)
drill: $(V)/.develop ## kills and faults while sending, importing, automating, logging, moving and quoting; N=1000 for a long one
	@$(B)/python tools/drill_sending.py $(or $(N),100)
	@NEEMAN_KILLS=$(or $(N),40) $(B)/python -m pytest -q -s $(KILLS)

bench: $(V)/.develop ## the figures of docs/measured.md, measured here
	@for file in bench/*.py; do $(B)/python $$file || exit 1; done

fmt: $(V)/.develop ## put the code in order
	$(B)/ruff check --fix .
	$(B)/ruff format .

clean: ## forget what was built, keep the data
	rm -rf $(V) node_modules src/neeman/ui/static/vendor

$(V)/.python:
	$(SAY) "making a Python environment"
	@python3 -m venv $(V) && touch $@

$(V)/.packages: $(V)/.python requirements.txt requirements-build.txt
	$(SAY) "installing packages (about a minute)"
	@$(B)/pip install -qq --no-compile --require-hashes -r requirements.txt
	@$(B)/pip install -qq --no-compile --require-hashes -r requirements-build.txt
	@$(B)/pip install -qq --no-compile --no-deps --no-build-isolation -e .
	@touch $@

node_modules/.ok: package-lock.json .npmrc $(V)/.packages
	$(SAY) "fetching fonts, icons and htmx"
	@PATH="$(CURDIR)/$(B):$$PATH" npm ci --silent --no-audit --no-fund && touch $@

UI := $(shell find src -name "*.html" -o -name "*.css" -o -name "*.js" -not -path "*/vendor/*" -o -name apps.py -o -name icons.txt)
$(V)/.product: $(V)/.packages node_modules/.ok tools/assets.py tools/messages.py $(UI) $(wildcard src/neeman/locale/*/LC_MESSAGES/*.po)
	$(SAY) "building assets and the Hebrew catalogue"
	@$(B)/python tools/assets.py node_modules src/neeman/ui/static/vendor
	@$(B)/python tools/messages.py compile
	@touch $@

$(V)/.develop: $(V)/.product requirements-dev.txt
	$(SAY) "installing what tests need"
	@$(B)/pip install -qq --no-compile --require-hashes -r requirements-dev.txt && touch $@
