# Newsroom. `make` lists what can be done; `make demo` and `make test` work on a fresh machine.
.DEFAULT_GOAL := help
SHELL := /bin/sh
.DELETE_ON_ERROR:

VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000
SEED ?= ../shared/data/seed/euromaidan-article.txt
T ?= tests
# Pages look different in DEBUG, so no target sets it but `run`.
export DJANGO_SETTINGS_MODULE := newsroom.settings

##@ Look at it

.PHONY: help
help: ## List these targets
	@awk 'BEGIN {FS = ":.*## "} /^##@/ {printf "\n%s\n", substr($$0, 5)} /^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: demo
demo: $(VENV)/.runtime ## Set everything up and serve a demo newspaper, PORT=8000
	@VAR_DIR="$${VAR_DIR:-var/demo}" SITE_URL="http://127.0.0.1:$(PORT)" $(BIN)/python manage.py demo --serve --port $(PORT)

.PHONY: run
run: setup ## Serve your own site while working on the code, PORT=8000
	DEBUG=1 $(BIN)/python manage.py runserver 127.0.0.1:$(PORT)

.PHONY: setup
setup: $(VENV)/.dev ## Install everything for development and migrate
	$(BIN)/python manage.py migrate --verbosity 0

.PHONY: seed-page
seed-page: $(VENV)/.dev ## Publish a real page into a scratch database and compare it, SEED=path
	@$(BIN)/python manage.py seed_page "$(SEED)" $(if $(wildcard ../shared/data/texts),--texts ../shared/data/texts)

##@ Check it

.PHONY: test
test: $(VENV)/.dev ## Run the tests, T=tests/articles for a part
	$(BIN)/pytest -q -n auto $(T)

.PHONY: faults
faults: $(VENV)/.dev ## Kill, fill and crowd for longer than the tests do, SECONDS=60
	FAULTS_SECONDS=$(or $(SECONDS),60) FAULTS_KILLS=10 $(BIN)/pytest -q tests/faults

.PHONY: fuzz
fuzz: $(VENV)/.dev ## Send to every form and address what nobody asked for, TIMES=20 as much as the tests do
	FUZZ_TIMES=$(or $(TIMES),20) $(BIN)/pytest -q tests/fuzz

.PHONY: lint
lint: $(VENV)/.dev ## Style, mistakes, who imports whom, and licences
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/python .ci/licences.py --check

.PHONY: format
format: $(VENV)/.dev ## Put the code in order
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

.PHONY: types
types: $(VENV)/.dev ## Check the types
	$(BIN)/mypy newsroom articles patrons

.PHONY: migrations
migrations: $(VENV)/.dev ## Fail when a model has no migration, or one would hurt the release before it
	$(BIN)/python manage.py makemigrations --check --dry-run
	$(BIN)/python .ci/migrations.py

.PHONY: messages
messages: $(VENV)/.dev ## Collect the words to translate and compile them (needs gettext)
	$(BIN)/python manage.py translations --update

.PHONY: translations
translations: $(VENV)/.dev ## Fail when a word lacks its translation
	$(BIN)/python manage.py translations

.PHONY: reading-bars
reading-bars: $(VENV)/.dev ## Measure the readers' pages in Chromium: weight, requests, shift, axe
	$(BIN)/python -m tests.bench.reading_bars

.PHONY: manual-pictures
manual-pictures: $(VENV)/.dev ## Take the pictures of docs/editors anew, ONLY=beginning of a name
	$(BIN)/python -m tests.bench.manual_pictures $(ONLY)

.PHONY: bench-intake
bench-intake: $(VENV)/.dev ## Measure a round of 200 sources with 50 items each: time, memory, writes
	$(BIN)/python -m tests.bench.intake

.PHONY: bench-related
bench-related: $(VENV)/.dev ## Measure how often related texts share a topic, CORPUS=folder for your own
	$(BIN)/python -m tests.bench.related_quality $(CORPUS)

.PHONY: bench-related-scale
bench-related-scale: $(VENV)/.dev ## Time related news with many articles, N=100000
	$(BIN)/python -m tests.bench.related_scale $(or $(N),100000)

.PHONY: bench-patrons
bench-patrons: $(VENV)/.dev ## Time the pledges' desk with many patrons, N=100000 (twenty entries of the ledger each)
	$(BIN)/python -m tests.bench.patrons_scale $(or $(N),100000)

.PHONY: bench-desk
bench-desk: $(VENV)/.dev ## Time the desk and the search with many articles, N=100000 (ten tags each)
	$(BIN)/python -m tests.bench.desk $(or $(N),100000)

.PHONY: bench-load
bench-load: $(VENV)/.dev ## Readers, publishing, pledging and feeds at once for ten minutes, then a flood, SECONDS=60
	$(BIN)/python -m tests.bench.load --seconds $(or $(SECONDS),600) $(if $(DATABASE),--database $(DATABASE))

.PHONY: bench
bench: $(VENV)/.dev ## What pages cost the servers, beside what is to be reached, N="20000 100000" for larger archives
	$(BIN)/python -m tests.bench.pages $(N)

.PHONY: check
check: ## All that a submission must pass
	bash .ci/run

##@ Keep it

.PHONY: requirements
requirements: $(VENV)/.dev ## Pin the dependencies anew, with hashes
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile --quiet --universal --python-version 3.12 --generate-hashes --no-annotate --no-header --no-emit-index-url --upgrade --extra postgres --extra redis --extra mail --extra s3 --extra monitoring pyproject.toml -o requirements.txt
	$(BIN)/uv pip compile --quiet --universal --python-version 3.12 --generate-hashes --no-annotate --no-header --no-emit-index-url --upgrade --extra postgres --extra redis --extra mail --extra s3 --extra monitoring --extra dev pyproject.toml -o requirements-dev.txt

.PHONY: licences
licences: $(VENV)/.dev ## List the licences of what is installed, docs/licences.md
	$(BIN)/python .ci/licences.py

# Asks PyPI about each package, so it is no part of `make check`.
.PHONY: audit
audit: $(VENV)/.dev ## Look for known weaknesses in what is pinned (asks PyPI)
	$(BIN)/pip-audit --strict --require-hashes --disable-pip -r requirements.txt

.PHONY: clean
clean: ## Remove the virtual environment; what is in var/ stays
	rm -rf $(VENV)

# uv where it is, else pip; both refuse a file whose hash is not the pinned one.
$(VENV)/bin/python:
	@test -w . || { echo "$$(pwd) cannot be written: make it writable, or clone into a folder of your own, then run make again." >&2; exit 1; }
	@python=$$(.ci/python) || exit 1; \
	if command -v uv >/dev/null 2>&1; then uv venv --quiet --python "$$python" $(VENV); else "$$python" -m venv $(VENV); fi || \
	{ echo "The virtual environment could not be made. On Debian: apt install python3-venv, then run make again." >&2; rm -rf $(VENV); exit 1; }

define install
	@echo "Installing $(1) …"
	@if command -v uv >/dev/null 2>&1; then VIRTUAL_ENV=$(VENV) uv pip install --quiet --require-hashes -r $(1); \
	else $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $(1); fi
	@touch $@
endef

$(VENV)/.runtime: requirements.txt | $(VENV)/bin/python
	$(call install,requirements.txt)

$(VENV)/.dev: requirements-dev.txt | $(VENV)/bin/python
	$(call install,requirements-dev.txt)
	@touch $(VENV)/.runtime
