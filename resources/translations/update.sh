#!/bin/sh
# Collects the window's words into the .ts files and compiles them. Run from anywhere, in the
# project's environment; needs the tools that come with PySide6. English holds plurals only.
set -eu
cd "$(dirname "$0")/../.."
files=$(find photoorg/gui -name '*.py' | sort)
# shellcheck disable=SC2086
pyside6-lupdate -pluralonly -no-obsolete -locations none -source-language en \
    -target-language en_GB $files -ts resources/translations/photoorg_en.ts
pyside6-lrelease resources/translations/photoorg_en.ts \
    -qm resources/translations/photoorg_en.qm
