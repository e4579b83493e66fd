# Hyteportaali. Two commands matter: `make run` and `make test`; neither needs Node, Java or a system package.
PYTHON ?= python3
PORT ?= 8000
VENV := .venv
PY := $(VENV)/bin/python
MANAGE := $(PY) manage.py
export PORT
# everything that set-up reads: code, texts, content
SOURCES := $(shell find hyteportal fields audit outbox counters organisations catalogue pathways referrals templates locale -type f \
	-not -name '*.pyc' -not -name '*.mo' 2>/dev/null)

.PHONY: setup run dev test test-long bench fmt check-web css clean

$(VENV)/.ready: requirements.txt
	$(PYTHON) -m venv $(VENV)
	$(VENV)/bin/pip install --quiet --disable-pip-version-check -r requirements.txt
	touch $@

$(VENV)/.dev: requirements-dev.txt $(VENV)/.ready
	$(VENV)/bin/pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	touch $@

# The demonstration: messages, static files, tables, vocabularies, example content, practice accounts.
# One stamp and one database for each county.
STAMP := var/.demo-$(or $(HYTE_COUNTY),10)

$(STAMP): $(VENV)/.ready $(SOURCES)
	HYTE_ENV=demo $(MANAGE) prepare --commit
	touch $@

setup: $(STAMP)

run: setup
	@HYTE_ENV=demo $(MANAGE) practice_accounts --show
	@echo "Serving http://localhost:$(PORT) (stop with Ctrl-C)"
	@HYTE_ENV=demo $(PY) deploy/start.py

dev: $(VENV)/.dev
	HYTE_ENV=development $(MANAGE) prepare --commit
	HYTE_ENV=development $(MANAGE) runserver 127.0.0.1:$(PORT)

test: $(VENV)/.dev
	$(PY) -m tests.run

test-long: $(VENV)/.dev
	$(PY) -m tests.run --long

bench: $(VENV)/.dev
	$(PY) -m tests.bench $(BENCH)

fmt: $(VENV)/.dev
	$(VENV)/bin/ruff format .
	$(VENV)/bin/ruff check --fix .
	$(VENV)/bin/djade --target-version 5.2 $$(find templates -name '*.html')

# Needs Node; says what it skips where Node or Java is missing.
check-web: $(VENV)/.dev
	$(PY) -m tests.web

# Needs Node. The built files are committed, so nobody else does.
css:
	cd frontend && npm ci && npm run build

clean:
	rm -rf $(VENV) var
