#!/bin/sh
# Set photoorg up with its development tools and check everything: lint, format, types, tests.
#
#     sh packaging/test.sh [ARGUMENT FOR PYTEST ...]
set -eu
packaging=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
# shellcheck source-path=SCRIPTDIR source=setup.sh
. "$packaging/setup.sh"
set_up dev
cd -- "$root"
QT_QPA_PLATFORM=${QT_QPA_PLATFORM:-offscreen}
export QT_QPA_PLATFORM

step() {
    say "$1"
    shift
    "$python" -m "$@"
}

step "Lint" ruff check
step "Format" ruff format --check
step "Types" mypy
# files, not single tests, are shared out: what a file sets up once stays set up once
step "Tests" pytest --numprocesses 2 --dist loadfile "$@"
say "All checks passed."
