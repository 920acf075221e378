# Every target works on a fresh clone: it installs first, and again only after a package.json or the lockfile changed.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
MAKEFLAGS += --no-builtin-rules
.DEFAULT_GOAL := help

# The pinned Node and the tools, before the machine's own.
export PATH := $(CURDIR)/node_modules/.bin:$(PATH)

installed := node_modules/.capstan-installed

.PHONY: help setup run test bench bundle fmt check generate

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-9s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

setup: $(installed) ## install the pinned Node, tools and libraries
	@echo "ready: Node $$(node --version) and the tools are in node_modules/.bin"

run: $(installed) ## hand an example cluster's machines over and back, and tell what happened; KEEP=1 leaves it up
	@exec node scripts/run.ts $(if $(KEEP),--keep)

test: $(installed) ## run every check and every test
	@exec node scripts/test.ts

bench: $(installed) ## measure against the budgets
	@exec node bench/main.ts

bundle: $(installed) ## make dist/capstan.mjs, which needs nothing but Node; the image is made of it
	@exec node scripts/bundle.ts

fmt: $(installed) ## format, and apply safe lint fixes
	@exec biome check --write

check: $(installed) ## types, lint, unused code, generated files
	@exec node scripts/check.ts

generate: $(installed) ## write what is generated from upstream schemas, from the field tables and from the platforms
	@node scripts/generate.ts
	@node scripts/generate-docs.ts
	@node scripts/generate-deploy.ts

# npm install and not npm ci, and why .bin/node is linked once more: docs/adr/0001-toolchain.md.
$(installed): package.json package-lock.json $(wildcard packages/*/package.json)
	@fail() { printf 'error: %s\nhint: %s\n' "$$1" "$$2" >&2; exit 1; }; \
	major() { node --version 2>/dev/null | sed 's/^v//; s/\..*//'; }; \
	get='install Node.js 20 or newer (https://nodejs.org), which has npm with it; Node 24 itself is then installed here'; \
	command -v node >/dev/null || fail 'node was not found' "$$get"; \
	command -v npm >/dev/null || fail 'npm was not found' "$$get"; \
	[[ $$(major) -ge 20 ]] || fail "this is Node $$(node --version), which is too old" "$$get"; \
	echo 'installing the pinned Node, tools and libraries'; \
	npm install --no-save --no-audit --no-fund --loglevel=error || fail 'npm install failed' 'see above; it needs the npm registry'; \
	for pinned in node_modules/node-linux-*/bin/node; do \
	  if [[ -x $$pinned ]]; then ln -sf "../$${pinned#node_modules/}" node_modules/.bin/node; fi; \
	done; \
	[[ $$(major) -ge 24 ]] || fail "the pinned Node is not to be had for $$(uname -sm), and this is Node $$(node --version)" 'install Node.js 24'
	@touch $@
