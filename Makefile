# The two commands: `make run` and `make test`. Everything else is a part of them.

# The first Python that is new enough; `make PYTHON=/path/to/python3 run` chooses another.
PYTHON = $(shell for python in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && break; done)
VENV = .venv/bin/python
COMPILE = $(VENV) -m piptools compile --quiet --generate-hashes --strip-extras --allow-unsafe --no-annotate \
	--no-emit-index-url --no-emit-find-links --no-emit-trusted-host
# File by file beside each other, each process with a PostgreSQL of its own; one after the other on a given server.
BESIDE = $(if $(DATABASE_URL),,--numprocesses=logical --maxprocesses=4 --dist=loadfile --no-loadscope-reorder)
MESSAGES = $(patsubst %.po,%.mo,$(wildcard locale/*/LC_MESSAGES/*.po))
# The settings of a server, for `check --deploy`, which connects to nothing.
SERVER = DEBUG=off SECRET_KEY=$$($(VENV) -c 'import secrets; print(secrets.token_urlsafe(50))') \
	ALLOWED_HOSTS=register.example DATABASE_URL=postgres://besa_app@db.example/besa

.PHONY: run install test check lint messages requirements FORCE
.DELETE_ON_ERROR:

run: install  ## Serve the register with a sample of true agreements on http://127.0.0.1:$(PORT) (8000)
	@DEBUG=on PYTHONUNBUFFERED=1 exec $(VENV) manage.py run

install: .venv/installed .env $(MESSAGES)  ## Everything that `.venv/bin/python manage.py ...` needs

test: install  ## The whole suite, on real PostgreSQL and with a real browser
	@$(VENV) -m config.browser
	@$(VENV) -m pytest $(BESIDE)

check: lint test  ## What must pass before anything is merged

lint: install
	$(VENV) -m ruff check
	$(VENV) -m ruff format --check
	$(VENV) -m djlint --lint --quiet templates/public
	$(VENV) -m djlint --lint --quiet --profile django templates/admin
	$(VENV) manage.py makemigrations --check --dry-run
	$(SERVER) $(VENV) manage.py check --deploy --fail-level WARNING

messages: install  ## Bring the catalogues in step with the code
	$(VENV) -m config.extract_messages sq mk

requirements: install  ## Pin the newest versions that pyproject.toml allows
	$(VENV) -m pip install --quiet pip-tools
	CUSTOM_COMPILE_COMMAND="make requirements" $(COMPILE) --upgrade -o requirements/base.txt pyproject.toml
	CUSTOM_COMPILE_COMMAND="make requirements" $(COMPILE) --upgrade -o requirements/dev.txt pyproject.toml \
		--extra embedded --extra pdf --extra dev --constraint requirements/base.txt

# Made anew, too, when its Python has been removed from the machine.
.venv/installed: requirements/dev.txt $(if $(wildcard .venv/bin/python),,FORCE)
	@test -n "$(PYTHON)" || { echo "Besa needs Python 3.11 or newer; found: $$(python3 --version 2>&1)" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "This Python has no venv: on Debian and Ubuntu," \
		"install the package python3-venv" >&2; exit 1; }
	@test -x $(VENV) || $(PYTHON) -m venv --clear .venv
	$(VENV) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@

.env:
	@echo "# This machine is for development (.env.example tells what else can be set here)" > $@
	@echo "DEBUG=on" >> $@

%.mo: %.po .venv/installed
	$(VENV) -m config.compile_messages $<
