# Shared by run.sh and test.sh, which source it. POSIX sh (dash, ash, bash, zsh as sh).
#
# set_up [EXTRA]  makes or repairs .venv in the checkout with photoorg in it, from the pinned versions in
# constraints.txt, and sees to the system libraries that Qt needs. When everything is in place this
# takes some hundredths of a second: one checksum and one start of Python.
#
# Expects $packaging, the absolute path of this folder. Sets $root, $venv and $python.
# shellcheck shell=sh disable=SC2154

root=$(CDPATH='' cd -- "$packaging/.." && pwd -P)
venv=$root/.venv
python=$venv/bin/python
stamp=$venv/photoorg-setup

say() { printf 'photoorg: %s\n' "$*" >&2; }

fail() {
    say "$@"
    exit 1
}

set_up() {
    wanted="$(cat "$root/pyproject.toml" "$packaging/constraints.txt" | cksum) $root"
    if ! in_place "${1:-}"; then
        make_environment
        install_packages "${1:-}"
    fi
    [ -e "$venv/photoorg-qt" ] || see_to_qt
}

# Installed from these very files, for this very folder, with the extra or more, and Python still starts
in_place() {
    [ -r "$stamp" ] && [ -x "$python" ] || return 1
    have=
    extras=
    { IFS= read -r have && IFS= read -r extras; } <"$stamp" || :
    [ "$have" = "$wanted" ] || return 1
    case " $extras " in *" ${1:-base} "*) ;; *) return 1 ;; esac
    "$python" -c '' 2>/dev/null
}

# --- Python ---------------------------------------------------------------------------------------

make_environment() {
    if "$python" -c 'import pip, sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        return
    fi
    find_python
    if [ -e "$venv" ]; then
        say "The environment in $venv is not usable; making it anew."
    fi
    say "Making an environment with $($base --version) in $venv"
    "$base" -m venv --clear "$venv" || fail "Could not make $venv. Is the disk full, the folder read-only, or something else in its place?"
}

# Sets $base to the newest Python that can make environments
find_python() {
    base=
    lacking=
    older=
    set -- "${PHOTOORG_PYTHON:-python3}" python3.14 python3.13 python3.12 python3.11 python3 python
    [ -n "${PHOTOORG_PYTHON:-}" ] || shift
    for name in "$@"; do
        found=$(command -v "$name" 2>/dev/null) || continue
        # Wrappers of version managers exist for versions that are not there; they fail
        version=$("$found" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null) || continue
        if ! "$found" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
            older=${older:-Python $version at $found}
        elif "$found" -c 'import venv, ensurepip' 2>/dev/null; then
            base=$found
            return
        elif [ -z "$lacking" ]; then
            lacking=$found
            lacking_version=$version
        fi
    done
    if [ -n "$lacking" ]; then
        find_python_again
    else
        no_python
    fi
}

# Debian and Ubuntu ship Python without the module that makes environments
find_python_again() {
    say "$lacking cannot make environments yet: its module venv is missing."
    if command -v apt-get >/dev/null 2>&1 && apt_install "python$lacking_version-venv"; then
        base=$lacking
    else
        fail "Install it, then start again. On Debian or Ubuntu: sudo apt-get install python$lacking_version-venv"
    fi
}

no_python() {
    say "photoorg needs Python 3.11 or newer${older:+; found only $older}."
    if command -v apt-get >/dev/null 2>&1; then
        say "On Debian 12 or Ubuntu 24.04 and newer: sudo apt-get install python3 python3-venv"
    fi
    fail "Or get it from https://www.python.org/downloads/, then start again (PHOTOORG_PYTHON=/path/to/python3 names one)."
}

install_packages() {
    rm -f "$stamp" "$venv/photoorg-qt"
    say "Installing packages into $venv. The first time this fetches PyTorch, up to 3 GB; later starts skip it."
    # The temporary build must not see the caller's folder, and -e must not see a stray argument
    "$python" -m pip install --disable-pip-version-check --no-compile --editable "$root${1:+[$1]}" \
        --constraint "$packaging/constraints.txt" >&2 ||
        fail "The packages could not be installed; the lines above say why. Start again to go on from here."
    printf '%s\n%s\n' "$wanted" "base ${1:-}" >"$stamp"
}

# --- System libraries for Qt ------------------------------------------------------------------------

# What Qt loads and its wheels do not bring, and the Debian package of each
qt_libraries='
libGL.so.1 libgl1
libEGL.so.1 libegl1
libglib-2.0.so.0 libglib2.0-0
libfontconfig.so.1 libfontconfig1
libfreetype.so.6 libfreetype6
libdbus-1.so.3 libdbus-1-3
libxkbcommon.so.0 libxkbcommon0
libxkbcommon-x11.so.0 libxkbcommon-x11-0
libX11.so.6 libx11-6
libX11-xcb.so.1 libx11-xcb1
libxcb.so.1 libxcb1
libxcb-cursor.so.0 libxcb-cursor0
libxcb-glx.so.0 libxcb-glx0
libxcb-icccm.so.4 libxcb-icccm4
libxcb-image.so.0 libxcb-image0
libxcb-keysyms.so.1 libxcb-keysyms1
libxcb-randr.so.0 libxcb-randr0
libxcb-render.so.0 libxcb-render0
libxcb-render-util.so.0 libxcb-render-util0
libxcb-shape.so.0 libxcb-shape0
libxcb-shm.so.0 libxcb-shm0
libxcb-sync.so.1 libxcb-sync1
libxcb-util.so.1 libxcb-util1
libxcb-xfixes.so.0 libxcb-xfixes0
libxcb-xkb.so.1 libxcb-xkb1
libwayland-client.so.0 libwayland-client0
libwayland-cursor.so.0 libwayland-cursor0
libwayland-egl.so.1 libwayland-egl1
libdrm.so.2 libdrm2
libzstd.so.1 libzstd1
'

see_to_qt() {
    [ "$(uname -s)" = Linux ] || return 0
    missing_libraries
    if [ -n "$libraries" ] && command -v apt-get >/dev/null 2>&1; then
        say "Qt needs system libraries that are missing:$packages"
        # shellcheck disable=SC2086 # one word per package
        if apt_install $packages; then
            missing_libraries
        else
            say "The window cannot open without them. Type this once:"
            say "    sudo apt-get install$packages"
            return 0
        fi
    fi
    if [ -n "$libraries" ]; then
        say "The window cannot open without these libraries; install them with your system's package manager:"
        say "   $libraries"
    else
        : >"$venv/photoorg-qt"
    fi
}

# Sets $libraries and $packages to what is missing, both with a leading blank, or empty
missing_libraries() {
    libraries=
    packages=
    present=$(PATH="$PATH:/usr/sbin:/sbin" ldconfig -p 2>/dev/null) || present=
    if [ -z "$present" ]; then # not glibc: no list of libraries to look at
        return
    fi
    while read -r library package; do
        [ -n "$library" ] || continue
        case $present in
        *"	$library "*) ;;
        *) libraries="$libraries $library" packages="$packages $package" ;;
        esac
    done <<LIST
$qt_libraries
LIST
    if [ -z "$(find /usr/share/fonts /usr/local/share/fonts "${HOME:-}/.local/share/fonts" \
        -name '*.[ot]t[fc]' 2>/dev/null | head -n 1)" ]; then
        libraries="$libraries (any font)" packages="$packages fonts-dejavu-core"
    fi
}

# Installs Debian packages if that is allowed without asking: as root, or by sudo without a password
apt_install() {
    if [ "$(id -u)" = 0 ]; then
        as_root='env'
    elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
        as_root='sudo -n env'
    else
        return 1
    fi
    say "Installing: $*"
    $as_root DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@" >&2 && return
    say "Refreshing the list of packages and trying again."
    $as_root apt-get update >&2 &&
        $as_root DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@" >&2
}
