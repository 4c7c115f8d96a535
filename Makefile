# make demo   judge the samples: PDF, JSON and workbook under out/
# make test   every check that a change has to pass
# make quick  what a change most often breaks, in under a minute
PYTHON ?= python3
VENV := .venv
PIP := $(VENV)/bin/pip --disable-pip-version-check --quiet
COMPILE := $(VENV)/bin/pip-compile --quiet --strip-extras --generate-hashes --no-emit-index-url \
  --no-emit-find-links --no-emit-trusted-host --no-header
CHECKER := $(VENV)/bin/checker
# The tests start many processes: what one has compiled the next need not compile again.
KEPT := PYTHONDONTWRITEBYTECODE=
# Processes that the tests start elsewhere have to find what is measured and where to write it.
MEASURED := COVERED=$(CURDIR)/checker COVERAGE_FILE=$(CURDIR)/.coverage $(KEPT)
MEASURED_TESTS ?= not whole and not browser
LEAST_COVERED ?= 99.95
SECONDS ?= 600
SAMPLES := kunming-etdz-2022 yuxi-htz-2020 made-up-park made-up-yuxi-2022 yuxi-carbon-2020 made-up-project

.PHONY: help setup demo test short quick test-all journeys serve shots lint style types bench fuzz coverage mutate \
  generated lock components audit clean
help: ## show the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

setup: $(VENV)/.runtime ## install what the command needs

demo: $(VENV)/.runtime ## judge the samples into out/
	@mkdir -p out
	@for sample in $(SAMPLES); do \
	  $(CHECKER) check samples/$$sample.yaml -o out/$$sample.pdf -o out/$$sample.json -o out/$$sample.xlsx; \
	  case $$? in 0|1|3) ;; *) exit 1 ;; esac; \
	done
	@$(CHECKER) check samples/yuxi-htz-2020.yaml --ruleset hj274-2015 --ruleset green-park-2016 \
	  -o out/yuxi-htz-2020-crosswalk.pdf; case $$? in 0|1|3) ;; *) exit 1 ;; esac
	@rm -rf out/yuxi-projects && $(CHECKER) screen samples/yuxi-projects-2021-2025.csv --ruleset admission-yunnan \
	  --overlay samples/overlays/yuxi-admission-trial.yaml \
	  --common samples/screening/yuxi-projects-2021-2025.yaml -o out/yuxi-projects --pdf none
	@$(CHECKER) report samples/made-up-park.yaml --form eco-park-self-assessment -o out/self-assessment.docx
	@$(CHECKER) report samples/made-up-land-standard.yaml --form land-standard-promise -o out/land-promise.docx
	@cp samples/policies/fuzhou-2024.xlsx out/ && $(CHECKER) policy build out/fuzhou-2024.xlsx -o out/typed-ofz-2024
	@$(CHECKER) verify out/*.pdf

test: style ## lint, types, tests (seeded, short)
	@$(MAKE) --no-print-directory -j 2 types short

short: $(VENV)/.dev
	$(KEPT) $(VENV)/bin/pytest -n auto --dist worksteal -m "not whole and not browser"

quick: lint ## lint, types, and the tests that render nothing: under a minute, while one works
	$(VENV)/bin/pytest -n auto --dist worksteal -m "not whole and not browser" --quick

test-all: lint journeys ## the whole: also what takes minutes
	$(KEPT) $(VENV)/bin/pytest -n auto --dist worksteal -m "not browser"

journeys: $(VENV)/.dev ## the main jobs in a real browser
	@.ci/system-packages browser $(PYTHON)
	$(KEPT) $(VENV)/bin/pytest -n 2 --dist loadfile -m browser tests/journeys

serve: $(VENV)/.runtime ## the samples in a browser
	$(CHECKER) serve --folder samples --open

shots: $(VENV)/.dev ## pictures of the pages for docs/images
	@.ci/system-packages browser $(PYTHON)
	$(VENV)/bin/python tests/shots.py

lint: style types

style: $(VENV)/.dev
	$(VENV)/bin/ruff check checker tests samples bench

types: $(VENV)/.dev
	$(VENV)/bin/mypy

bench: $(VENV)/.proof ## measure speed against others into bench/README.md; PART=judging alone
	$(KEPT) $(VENV)/bin/python bench/speed.py $(PART)

fuzz: $(VENV)/.proof ## hostile files to every reader for SECONDS=600, shared; writes bench/fuzzing.md
	cd tests && $(KEPT) PYTHONWARNINGS=ignore ../$(VENV)/bin/python -m fuzz $(SECONDS)

coverage: $(VENV)/.proof ## branches of checker/ that no test takes
	@rm -f .coverage .coverage.*
	$(MEASURED) $(VENV)/bin/coverage run $(VENV)/bin/pytest -n auto --dist worksteal -m "$(MEASURED_TESTS)"
	@$(VENV)/bin/coverage combine --quiet
	@mkdir -p out
	@$(VENV)/bin/coverage json --quiet -o out/coverage.json && $(VENV)/bin/python bench/branches.py out/coverage.json
	@$(VENV)/bin/coverage report --fail-under=$(LEAST_COVERED)

mutate: $(VENV)/.proof ## mutants of what judges that no test catches: SEED=1 SAMPLE=2000 (0: all)
	$(KEPT) SEED=$(SEED) SAMPLE=$(SAMPLE) ONLY=$(ONLY) $(VENV)/bin/python bench/mutation/run.py

generated: $(VENV)/.dev ## write schemas, messages, exit statuses, catalogue of rulesets anew
	$(VENV)/bin/python tests/generate.py

lock: $(VENV)/.dev ## pin every package anew, with hashes
	$(PIP) install pip-tools
	$(COMPILE) --allow-unsafe -o requirements-build.lock requirements-build.in
	$(COMPILE) -o requirements.lock setup.cfg
	$(COMPILE) -c requirements.lock -o requirements-postgresql.lock requirements-postgresql.in
	$(COMPILE) --extra dev --extra postgresql --extra cluster -c requirements.lock -o requirements-dev.lock setup.cfg
	$(COMPILE) -c requirements-dev.lock -o requirements-cluster.lock requirements-cluster.in
	$(COMPILE) -c requirements-dev.lock -o requirements-proof.lock requirements-proof.in
	.ci/record-debian locks/$$($(PYTHON) -c 'import checker; print(checker.__version__)')/debian.json

components: $(VENV)/.proof ## list the components of this version in CycloneDX, after make lock
	$(VENV)/bin/python tests/components.py

audit: $(VENV)/.proof ## what is publicly known to be wrong with what the locks pin; it has to be asked elsewhere
	$(VENV)/bin/python tests/audit.py

$(VENV)/.system: .ci/system-packages
	@.ci/system-packages runtime $(PYTHON)
	@$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.runtime: $(VENV)/.system requirements-build.lock requirements.lock setup.cfg
	@echo "正在安装 Python 组件（版本固定，逐个校验） / installing pinned, hash-checked packages"
	@$(PIP) install --require-hashes -r requirements-build.lock
	@$(PIP) install --require-hashes --no-build-isolation -r requirements.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: $(VENV)/.runtime requirements-dev.lock
	@.ci/system-packages test $(PYTHON)
	@$(PIP) install --require-hashes --no-build-isolation -r requirements-dev.lock
	@touch $@

# What measures against others, fuzzes, mutates, counts branches and audits: nothing that a test needs.
$(VENV)/.proof: $(VENV)/.dev requirements-proof.lock
	@$(PIP) install --require-hashes --no-build-isolation -r requirements-proof.lock
	@touch $@

clean: ## remove what make has made
	rm -rf $(VENV) out build dist *.egg-info .mypy_cache .pytest_cache .ruff_cache .hypothesis
