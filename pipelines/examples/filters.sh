#!/usr/bin/env bash
# Questions, samples, samples with chains: the filters that `keychain` is composed of.
# usage: filters.sh DATASET CORPUS-FOLDER > samples.jsonl
set -euo pipefail
pipe=$(dirname "$0")/../../bin/pipe

"$pipe" index "$1" --corpus "$2" --quiet
"$pipe" parse "$1" \
  | "$pipe" fill --corpus "$2" --max-seq-length 4k \
  | "$pipe" chain --corpus "$2"
