#!/bin/sh
# Set photoorg up, if that is still to be done, and start it with the arguments given:
#
#     sh packaging/run.sh [FOLDER]
#
# Works from any folder; nothing is installed outside .venv in the checkout, except the system
# libraries that Qt needs, on Debian and Ubuntu, where that is allowed.
set -eu
packaging=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
# shellcheck source-path=SCRIPTDIR source=setup.sh
. "$packaging/setup.sh"
set_up
# -P: a folder of photos is the current folder, and no place to load Python modules from
exec "$python" -P -m photoorg "$@"
