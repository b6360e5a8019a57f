# `make report` and `make test` do everything, installation included; once installed, both work without a network.

# The first of these that is new enough and can make virtual environments; name another with `make PYTHON=...`.
PYTHON_FITS = -c 'import sys, ensurepip, venv; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
ifeq ($(origin PYTHON),undefined)
PYTHON := $(or $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p $(PYTHON_FITS) && echo $$p && break; done),python3)
endif

# What .venv was made from. It counts as installed only if this is what its last step noted; a half-made one never does.
MADE_FROM := { pwd; cat pyproject.toml requirements.lock; }
READY := $(shell $(MADE_FROM) | cmp -s - .venv/installed && echo yes)
ifneq ($(READY),yes)
NEWER := $(shell $(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && echo yes)
FITS := $(shell $(PYTHON) $(PYTHON_FITS) && echo yes)
endif
CHECK = $(if $(READY)$(FITS),,$(if $(NEWER),$(error $(PYTHON) cannot make virtual environments: install python3-venv \
	(Debian, Ubuntu: sudo apt install python3-venv) or name another Python: make PYTHON=python3.12),$(error $(PYTHON) is \
	missing or older than 3.11: install Python 3.11 or newer, or name one you have: make PYTHON=python3.12)))

# Passed on as they were typed: no word of a path is read by make or the shell.
override STORY_A := $(value STORY_A)
override STORY_B := $(value STORY_B)
override STORIES := $(value STORIES)
override LABEL_A := $(value LABEL_A)
override LABEL_B := $(value LABEL_B)
override ENCODING := $(value ENCODING)
override LANGUAGE := $(value LANGUAGE)
override NAMES := $(value NAMES)
override OUTLINE := $(value OUTLINE)
override LEXICON := $(value LEXICON)
override NAME := $(value NAME)
override TEXTS := $(value TEXTS)
export STORY_A STORY_B STORIES LABEL_A LABEL_B ENCODING LANGUAGE NAMES OUTLINE LEXICON NAME FORCE TEXTS

# Tests and benchmarks run without a user's own settings, tests on up to four processors.
PLAIN := env -u STORY_A -u STORY_B -u STORIES -u LABEL_A -u LABEL_B -u ENCODING -u LANGUAGE -u NAMES -u OUTLINE -u LEXICON -u NAME
SIDE_BY_SIDE := -n auto --maxprocesses 4 --dist worksteal

.PHONY: report check test test-browser benchmark lab audit reproduce lock clean help venv browser lint
.DEFAULT_GOAL := report

report: venv  ## the workbook executed, figures/ and reports/report.html written; own texts: STORY_A= STORY_B= NAME= (LABEL_A= LABEL_B= STORIES= ENCODING= LANGUAGE= NAMES= OUTLINE= LEXICON= FORCE=1)
	@.venv/bin/python -m analysis $${NAME:+"--name=$$NAME"} $${NAMES:+"--names=$$NAMES"} \
		$${OUTLINE:+"--outline=$$OUTLINE"} $${LEXICON:+"--lexicon=$$LEXICON"} $${ENCODING:+"--encoding=$$ENCODING"} $${LANGUAGE:+"--language=$$LANGUAGE"} $${FORCE:+--force} \
		"--label=$$LABEL_A" "--label=$$LABEL_B" -- \
		$${STORIES:+"$$STORIES"} $${STORY_A:+"$$STORY_A"} $${STORY_B:+"$$STORY_B"}

lint: venv
	.venv/bin/python -m ruff check $(wildcard src tests benchmarks notebooks .ci)
	.venv/bin/python -m mypy
	.venv/bin/lint-imports

check: lint  ## lint, types, import contract and the quick tests, in about a minute
	$(PLAIN) .venv/bin/python -m pytest --quiet $(SIDE_BY_SIDE) -m "not slow"

test: lint  ## lint, types, import contract, unit tests, examples in docstrings, and every notebook on a fresh kernel
	$(PLAIN) .venv/bin/python -m pytest --quiet $(SIDE_BY_SIDE)
	$(PLAIN) ANALYSIS_TO="$(CURDIR)/.cache/notebooks" \
		.venv/bin/python -m pytest --quiet $(SIDE_BY_SIDE) --nbmake notebooks/*.ipynb

test-browser: browser venv  ## every notebook run in JupyterLab in a headless Chromium, with screenshots, light and dark
	@node tests/browser/lab.mjs

benchmark: venv  ## speed, memory and peers measured; benchmarks/results.md, speed.png and the README's table written; on whole books: TEXTS=folder
	@cmp -s benchmarks/peers.txt .cache/peers/installed || { rm -rf .cache/peers && .venv/bin/python -m venv .cache/peers \
		&& .cache/peers/bin/python -m pip install --quiet --disable-pip-version-check -r benchmarks/peers.txt \
		&& cp benchmarks/peers.txt .cache/peers/installed; } || echo "the peers cannot be installed: their lines stay empty" >&2
	@$(PLAIN) .venv/bin/python benchmarks/speed.py $${TEXTS:+"$$TEXTS"}

lab: venv  ## JupyterLab, opened on the notebooks
	@.venv/bin/python -m jupyterlab notebooks

audit: venv  ## every pinned dependency looked up among known advisories (needs the network)
	@test -x .cache/audit/bin/pip-audit || { .venv/bin/python -m venv .cache/audit && \
		.cache/audit/bin/python -m pip install --quiet --disable-pip-version-check pip-audit; } || \
		{ rm -rf .cache/audit; echo "NOT looked up: pip-audit could not be installed" >&2; exit 2; }
	@.venv/bin/python .ci/audit.py .cache/audit/bin/pip-audit

reproduce:  ## the report and a corpus made in two fresh environments and compared byte by byte (some minutes)
	@$(PYTHON) .ci/reproduce.py $(PYTHONS)

lock:  ## requirements.lock written anew from pyproject.toml (needs uv)
	@command -v uv >/dev/null || { echo "make lock needs uv: pip install uv" >&2; exit 1; }
	uv pip compile --quiet --universal --upgrade --python-version 3.11 --all-extras --no-emit-index-url \
		--custom-compile-command "make lock" --output-file requirements.lock pyproject.toml

clean:  ## .venv, caches and reports/report.html removed; your own reports stay
	rm -rf .venv .cache .pytest_cache .ruff_cache .mypy_cache .hypothesis reports/report.html
	find src tests benchmarks notebooks .ci -name __pycache__ -prune -exec rm -rf {} + 2>/dev/null || true

help:  ## this list
	@sed -n 's/^\([a-z-]*\):[a-z ]*## /\1\t/p' Makefile | expand -t 14

browser:
	@command -v node >/dev/null || { echo "make test-browser needs Node.js 20 or newer (Debian, Ubuntu: sudo apt install nodejs npm)" >&2; \
		exit 1; }
	@node tests/browser/lab.mjs --check

venv:
	@$(CHECK):
	@$(if $(READY),:,rm -rf .venv && $(PYTHON) -m venv .venv \
		&& echo "installing into .venv (once; a few minutes)" >&2 \
		&& .venv/bin/python -m pip install --quiet --disable-pip-version-check -r requirements.lock \
		&& .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e . \
		&& $(MADE_FROM) > .venv/installed)
