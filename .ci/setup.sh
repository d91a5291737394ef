#!/bin/sh
# Sets the checkout up: `setup.sh python | links | browser | servers`. Needs Python 3.11 or newer; the Makefile calls it.
set -eu
cd "$(dirname "$0")/.."

say() { printf '%s\n' "$*" >&2; }

# Root, or sudo without a password, and apt: then a missing Debian package can be installed.
as_root() {
    command -v apt-get >/dev/null || return 1
    if [ "$(id -u)" = 0 ]; then "$@"; else command -v sudo >/dev/null && sudo -n "$@"; fi
}

apt_install() {
    as_root true 2>/dev/null || return 1
    say "installing $* with apt ..."
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq update >&2 || true
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -o Dpkg::Use-Pty=0 install -y --no-install-recommends "$@" >/dev/null
}

find_python() {
    for name in "${PYTHON:-python3}" python3.14 python3.13 python3.12 python3.11; do
        if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$name"
            return
        fi
    done
    say "plangraph needs Python 3.11 or newer, and none was found. Install it, or say where: make PYTHON=/path/to/python3 ..."
    exit 1
}

make_venv() {
    python=$(find_python)
    if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
        apt_install "python$version-venv" || apt_install python3-venv || {
            say "This Python has no venv. Install it: sudo apt-get install python$version-venv"
            exit 1
        }
    fi
    "$python" -m venv --clear .venv
}

# uv comes by pip, with the hashes of the lock; it then installs the rest of the lock in seconds.
install_packages() {
    mkdir -p build
    sed -n '/^uv==/,/^ *# via/p' requirements-dev.txt >build/uv.txt
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r build/uv.txt
    if mirror=$(.venv/bin/python -m pip config get global.index-url 2>/dev/null); then export UV_DEFAULT_INDEX="$mirror"; fi
    say "installing the locked packages ..."
    .venv/bin/uv --quiet pip sync --python .venv/bin/python --require-hashes requirements-dev.txt
    .venv/bin/uv --quiet pip install --python .venv/bin/python --no-deps --no-build-isolation --editable .
    rm -rf plangraph.egg-info
}

# mypy and import-linter read one tree: links that lay the rooms below the import name.
make_links() {
    mkdir -p build/types/plangraph
    for name in __init__.py ontology ingest graph app; do
        case $name in __init__.py) target=plangraph/$name ;; *) target=$name ;; esac
        ln -sfn "../../../$target" "build/types/plangraph/$name"
    done
}

has_browser() {
    for name in chromium chromium-browser google-chrome-stable google-chrome; do
        "$name" --version >/dev/null 2>&1 && return 0
    done
    return 1
}

has_font() { [ -n "$(fc-list :lang=zh 2>/dev/null)" ]; }

find_browser() {
    { has_browser && has_font; } && return
    { apt_install chromium fonts-noto-cjk fontconfig && has_browser && has_font; } && return
    say "The viewer's tests need Chromium and a Chinese font: sudo apt-get install chromium fonts-noto-cjk"
    if [ "${CI:-}" = true ]; then exit 1; fi
    say "They are skipped."
}

has_java() {
    java -version 2>&1 | grep -Eq 'version "(1[7-9]|[2-9][0-9])' && command -v mvn >/dev/null
}

# Neo4j comes as Maven artifacts. Debian 12 has Java 17; a newer one has no 17, and Neo4j runs on what it has as well.
find_servers() {
    has_java || apt_install openjdk-17-jre-headless maven || apt_install default-jre-headless maven || true
    if has_java && .venv/bin/python tests/neo4j_server.py; then return; fi
    say "The tests on a real Neo4j need Java 17 and Maven: sudo apt-get install openjdk-17-jre-headless maven"
    if [ "${CI:-}" = true ]; then exit 1; fi
    say "They are skipped."
}

case ${1:-} in
    python)
        .venv/bin/python -m pip --version >/dev/null 2>&1 || make_venv
        install_packages
        ;;
    links) make_links ;;
    browser) find_browser ;;
    servers) find_servers ;;
    *)
        say "usage: setup.sh python | links | browser | servers"
        exit 2
        ;;
esac
