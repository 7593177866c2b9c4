#!/bin/sh
# Verifies the log's signature on a checkpoint with openssl and POSIX tools alone.
# Usage: openssl-verify.sh <checkpoint file> <vkey>
set -eu
export LC_ALL=C
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

name=$(printf %s "$2" | cut -d+ -f1)
# The key: type byte and 32 bytes; openssl wants them behind the header of RFC 8410.
printf %s "$2" | cut -d+ -f3- | base64 -d | tail -c 32 >"$work/key"
printf '\060\052\060\005\006\003\053\145\160\003\041\000' | cat - "$work/key" >"$work/key.der"
# The signed text: everything before the empty line. The signature: the last 64 bytes of the log's own line.
sed '/^$/,$d' "$1" >"$work/text"
grep -F -- "— $name " "$1" | head -n 1 | cut -d' ' -f3 | base64 -d >"$work/line"
[ "$(wc -c <"$work/line")" -eq 68 ] || { echo 'refused: the signature line is not of the log' >&2; exit 1; }
tail -c 64 "$work/line" >"$work/signature"
openssl pkeyutl -verify -pubin -keyform DER -inkey "$work/key.der" -rawin -in "$work/text" -sigfile "$work/signature"
