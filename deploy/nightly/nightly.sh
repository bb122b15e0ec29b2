#!/bin/sh
# One night at one site: probes the cluster, checks and slims the result, stores it, and says by its exit code what
# was found. A CI job or a CronJob merely calls this; gitlab-ci.yml, github-actions.yml and cronjob.yaml beside it do.
#
#   NIGHT_STORE=/srv/dvs NIGHT_KEY=/etc/dvs/key KUBECONFIG=/etc/dvs/kubeconfig deploy/nightly/nightly.sh
#
# Exit codes:  0    the site is as NIGHT_FAIL_ON wants it
#              1    a verdict of NIGHT_FAIL_ON was found: see the page latest.html in NIGHT_STORE
#              2    there is no whole result, whatever NIGHT_FAIL_ON says, or something was left in the cluster; the last
#                   lines say why
#              129, 130, 143   ended by a signal (HUP, INT, TERM), after cleaning up
#
# Variables (the first two are needed; defaults in brackets, paths from the folder deploy/ on):
#   NIGHT_STORE             folder for the slimmed archives and their report.json, one a night and never overwritten, and
#                           for latest.html; the last nights that lie there are compared with
#   NIGHT_KEY               file with the site's key for dvs slim; it stays at the site
#   KUBECONFIG              as kubectl takes it; without it kubectl's default, or the pod's ServiceAccount
#   NIGHT_SITE              begins the archives' names, which go on with the time (UTC) [site]
#   NIGHT_FAIL_ON           what turns a night red, as dvs report --fail-on takes it [open,gaps,undetermined]; regression
#                           is what got worse since the last night in which it could be determined
#   NIGHT_DEADLINE          seconds until there must be a verdict; then the run is removed [1800]
#   NIGHT_WITHOUT_SONOBUOY  yes: dvs probe tries the cluster from here; no pod is started there [no]
#   DVS                     the command dvs, e.g. "npx dvs" or "node /opt/dvs/dvs.mjs" [dvs]
#   DVS_...                 without Sonobuoy: the configuration of the run, as docs/configuration.md has it
# With Sonobuoy:
#   NIGHT_PLUGIN            the plugin definition [dvs-own-account.yaml]
#   NIGHT_MANIFESTS         what is applied before the run [namespace.yaml access.yaml limit-range.yaml]; if it is
#                           empty, nothing is, and NIGHT_PLUGIN must name an account that Sonobuoy makes
#   NIGHT_SONOBUOY_CONFIG   what Sonobuoy collects beside the result [sonobuoy-lean.json]
#   NIGHT_SONOBUOY_FLAGS    more flags for sonobuoy run: --sonobuoy-image registry.musterstadt.example/sonobuoy:v0.57.5
#                           --plugin-image dvs:registry.musterstadt.example/dvs:0.1.0
#   NIGHT_NAMESPACE         Sonobuoy's namespace, made and removed in each night; what an earlier one left is removed
#                           first, anything else that is there is left alone, and ends the night [sonobuoy]
#   NIGHT_POLL              seconds between two looks at the run [10]
#   NIGHT_TRIES             how often the archive is fetched until it is whole [5]
#
# Needs dvs, node and the usual programs of a Unix (timeout, mktemp); with Sonobuoy also sonobuoy, kubectl, sha256sum.
# With Sonobuoy the identity in KUBECONFIG must hold all rights that it grants: those of access.yaml, and all in
# Sonobuoy's namespace. Without Sonobuoy those of the ClusterRole in access.yaml are enough.
set -u

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd) || exit 2
deploy=$(dirname -- "$here")
: "${DVS:=dvs}" "${NIGHT_SITE:=site}" "${NIGHT_FAIL_ON:=open,gaps,undetermined}" "${NIGHT_DEADLINE:=1800}"
: "${NIGHT_NAMESPACE:=sonobuoy}" "${NIGHT_POLL:=10}" "${NIGHT_TRIES:=5}" "${NIGHT_WITHOUT_SONOBUOY:=no}"
: "${NIGHT_PLUGIN:=$deploy/dvs-own-account.yaml}" "${NIGHT_SONOBUOY_FLAGS:=}"
: "${NIGHT_SONOBUOY_CONFIG:=$deploy/sonobuoy-lean.json}"
: "${NIGHT_MANIFESTS=$deploy/namespace.yaml $deploy/access.yaml $deploy/limit-range.yaml}"

work=''     # this night's files
child=''    # the program that is waited for
started=''  # set as soon as there may be something of Sonobuoy's to remove

exec 3>&2 # for people, also from where a program's own words go to a file
say() { printf '%s %s\n' "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$*" >&3; }
fail() {
  say "$*"
  exit 2
}
seconds() { date +%s; }

# In the background, because a shell heeds a signal only between two programs, or while it waits.
await() {
  "$@" 3>&- &
  child=$!
  wait "$child"
  awaited=$?
  child=''
  return "$awaited"
}

# For no longer than what is left of the deadline.
limited() {
  left=$((end - $(seconds)))
  [ "$left" -gt 0 ] || fail "no result within $NIGHT_DEADLINE s: $doing"
  await timeout -k 10 "$left" "$@" && return 0
  ended=$?
  [ "$(seconds)" -lt "$end" ] || fail "no result within $NIGHT_DEADLINE s: $doing"
  return "$ended"
}

# The last line that a program said, for people.
last_line() { tail -n 1 "$1" 2>/dev/null | cut -c 1-300; }

# A value of status.json by its path; empty if there is none.
status_of() {
  # shellcheck disable=SC2016 # it is JavaScript
  node -e '
    const [file, path] = process.argv.slice(1);
    const status = JSON.parse(require("node:fs").readFileSync(file, "utf8"));
    const value = path.split(".").reduce((inner, key) => inner?.[key], status);
    console.log(Array.isArray(value) ? value.map(({ plugin }) => plugin).join(" ") : (value ?? ""));
  ' "$work/status.json" "$1" 2>/dev/null
}

sonobuoy_status() { limited sonobuoy status --json -n "$NIGHT_NAMESPACE" >"$work/status.json" 2>"$work/status.err"; }

# Five minutes beyond the deadline: nothing may be left in the cluster.
remove_run() { await timeout -k 10 330 sonobuoy delete --wait=5 -n "$NIGHT_NAMESPACE" >"$work/delete.log" 2>&1; }

# shellcheck disable=SC2317,SC2329 # called by a trap
finish() {
  code=$?
  trap - EXIT
  trap '' HUP INT TERM
  [ -z "$child" ] || kill "$child" 2>/dev/null
  [ -z "$child" ] || wait "$child" 2>/dev/null
  if [ -n "$started" ]; then
    say "removing Sonobuoy's namespace $NIGHT_NAMESPACE"
    if ! remove_run; then
      say "it could not be removed: $(last_line "$work/delete.log")"
      [ "$code" -gt 2 ] || code=2
    fi
  fi
  [ -z "$work" ] || rm -rf -- "$work"
  exit "$code"
}
trap finish EXIT
trap 'say "ended by SIGHUP"; exit 129' HUP
trap 'say "ended by SIGINT"; exit 130' INT
trap 'say "ended by SIGTERM"; exit 143' TERM

checked() {
  case $NIGHT_SITE in *[!A-Za-z0-9._-]* | .* | '') fail "NIGHT_SITE: letters, digits, dots, hyphens only, not \"$NIGHT_SITE\"" ;; esac
  for number in "$NIGHT_DEADLINE" "$NIGHT_TRIES"; do
    case $number in *[!0-9]* | '') fail "NIGHT_DEADLINE and NIGHT_TRIES are whole numbers, not \"$number\"" ;; esac
  done
  [ -n "${NIGHT_STORE:-}" ] || fail 'NIGHT_STORE is not set: the folder for the archives'
  [ -n "${NIGHT_KEY:-}" ] || fail 'NIGHT_KEY is not set: the key file for dvs slim'
  [ -r "$NIGHT_KEY" ] || fail "the key $NIGHT_KEY (NIGHT_KEY) cannot be read"
  if ! mkdir -p -- "$NIGHT_STORE" || [ ! -w "$NIGHT_STORE" ]; then fail "$NIGHT_STORE (NIGHT_STORE) cannot be written to"; fi
  case $NIGHT_NAMESPACE in
    *[!a-z0-9-]* | -* | *- | '') fail "NIGHT_NAMESPACE: \"$NIGHT_NAMESPACE\" is no name of a namespace" ;;
    default | kube-*) fail "NIGHT_NAMESPACE: $NIGHT_NAMESPACE belongs to the cluster; each night removes its namespace" ;;
  esac
  [ "${#NIGHT_NAMESPACE}" -le 63 ] || fail "NIGHT_NAMESPACE: \"$NIGHT_NAMESPACE\" is no name of a namespace"
  programs="${DVS%% *} timeout node"
  [ "$NIGHT_WITHOUT_SONOBUOY" = yes ] || programs="$programs sonobuoy kubectl sha256sum"
  for program in $programs; do
    command -v "$program" >/dev/null 2>&1 || fail "the program $program is missing"
  done
}

# Goes on if the namespace is not there, or bears the mark of deploy/namespace.yaml.
only_ours() {
  if ! limited kubectl get namespace "$NIGHT_NAMESPACE" --ignore-not-found \
    -o 'jsonpath={.metadata.name} {.metadata.labels.app\.kubernetes\.io/part-of}' >"$work/namespace" 2>"$work/get.err"; then
    fail "whether the namespace $NIGHT_NAMESPACE is there cannot be seen; nothing was removed: $(last_line "$work/get.err")"
  fi
  case $(cat -- "$work/namespace") in
    '' | "$NIGHT_NAMESPACE dvs") ;;
    *) fail "the namespace $NIGHT_NAMESPACE is there, and no night of dvs made it; it is left alone: remove it by hand, or set NIGHT_NAMESPACE to a name that is free" ;;
  esac
}

remove_leftovers() {
  doing='removing what an earlier night left'
  plugins=''
  if sonobuoy_status; then plugins=$(status_of plugins); fi
  case $plugins in
    dvs) ;;
    # a run that has just begun has no status, nor has what is no run at all
    '') only_ours ;;
    *) fail "a run of others is in the namespace $NIGHT_NAMESPACE (plugins: $plugins); it is left alone" ;;
  esac
  remove_run || fail "what an earlier night left cannot be removed: $(last_line "$work/delete.log")"
}

run_sonobuoy() {
  doing='starting Sonobuoy'
  started=yes
  # it overwrites what flags before it have set
  set -- sonobuoy run --config "$NIGHT_SONOBUOY_CONFIG" --plugin "$NIGHT_PLUGIN" -n "$NIGHT_NAMESPACE"
  if [ -n "$NIGHT_MANIFESTS" ]; then
    # shellcheck disable=SC2086 # a list of files, which name the namespace sonobuoy
    sed -e "s/name: sonobuoy\$/name: $NIGHT_NAMESPACE/" -e "s/namespace: sonobuoy\$/namespace: $NIGHT_NAMESPACE/" \
      $NIGHT_MANIFESTS >"$work/manifests.yaml" || fail 'NIGHT_MANIFESTS cannot be read'
    limited kubectl apply -f "$work/manifests.yaml" >"$work/apply.log" 2>&1 ||
      fail "the rights cannot be granted: $(last_line "$work/apply.log")"
    set -- "$@" --aggregator-permissions namespaceAdmin --skip-preflight=existingnamespace,dnscheck
  fi
  # shellcheck disable=SC2086 # a list of flags
  limited "$@" $NIGHT_SONOBUOY_FLAGS >"$work/run.log" 2>&1 ||
    fail "sonobuoy run: $(last_line "$work/run.log")"
}

wait_for_sonobuoy() {
  doing='waiting for Sonobuoy'
  while :; do
    if sonobuoy_status; then
      [ "$(status_of status)" != complete ] || return 0
      doing="Sonobuoy says: $(status_of status)"
    else
      doing="sonobuoy status says: $(last_line "$work/status.err")"
    fi
    limited sleep "$NIGHT_POLL"
  done
}

# Sonobuoy itself neither checks nor repeats.
retrieve() {
  doing='fetching the archive'
  wanted=$(status_of tar-info.sha256)
  [ -n "$wanted" ] || fail "Sonobuoy names no checksum of its archive"
  try=1
  while :; do
    rm -f -- "$work/night.tar.gz"
    if limited sonobuoy retrieve "$work" -f night.tar.gz -n "$NIGHT_NAMESPACE" >"$work/retrieve.log" 2>&1; then
      found=$(sha256sum "$work/night.tar.gz" 2>/dev/null | cut -d ' ' -f 1)
      [ "$found" != "$wanted" ] || return 0
      why='it does not have the checksum that Sonobuoy names'
    else
      why=$(last_line "$work/retrieve.log")
    fi
    [ "$try" -lt "$NIGHT_TRIES" ] || fail "the archive could not be fetched, tried $try times: $why"
    say "the archive is not whole: $why; trying again"
    try=$((try + 1))
    limited sleep "$NIGHT_POLL"
  done
}

# shellcheck disable=SC2086 # $DVS may be several words
probe_without_sonobuoy() {
  doing='probing'
  limited $DVS probe -o "$work/result" || fail 'dvs probe gave no result'
  doing='packing the result'
  limited $DVS collect "$work/result" -o "$work/night.tar.gz" || fail 'the result could not be packed'
}

# shellcheck disable=SC2086
slim_and_store() {
  doing='slimming the archive'
  limited $DVS slim "$work/night.tar.gz" -o "$work/slim.tar.gz" --key "$NIGHT_KEY" ||
    fail 'the archive could not be slimmed; nothing was stored'
  rm -f -- "$work/night.tar.gz"
  time=$(date -u +%Y%m%dT%H%M%SZ)
  stored="$NIGHT_STORE/$NIGHT_SITE-$time.tar.gz"
  [ ! -e "$stored" ] || fail "$stored is there already; it is not overwritten"
  # under another name first: who reads the folder finds whole archives only
  if ! cp -- "$work/slim.tar.gz" "$stored.part" || ! mv -- "$stored.part" "$stored"; then
    rm -f -- "$stored.part"
    fail "$stored could not be written"
  fi
}

# For the nights to come.
keep_report() {
  kept="${stored%.tar.gz}.json"
  cp -- "$work/report.json" "$kept.part" && mv -- "$kept.part" "$kept" && return 0
  rm -f -- "$kept.part"
  fail "$kept could not be written"
}

# What dvs report made of the result: ok, part of it, or none.
wholeness() {
  # shellcheck disable=SC2016 # it is JavaScript
  node -e '
    const { sites, verdicts } = JSON.parse(require("node:fs").readFileSync(process.argv[1], "utf8"));
    const given = verdicts.filter(({ verdict }) => verdict !== "missing").length;
    const isWhole = given === verdicts.length && sites.every(({ state }) => state === "ok");
    console.log(given === 0 ? "none" : isWhole ? "ok" : "part");
  ' "$work/report.json" 2>/dev/null
}

# shellcheck disable=SC2086
judge() {
  doing='judging'
  set --
  # the names go on with the time, so the oldest comes first
  for earlier in "$NIGHT_STORE/$NIGHT_SITE"-[0-9]*T[0-9]*Z.json; do
    [ ! -f "$earlier" ] || set -- "$@" --previous "$earlier"
  done
  while [ "$#" -gt 22 ]; do shift 2; done # as many as a history has
  wanted=$NIGHT_FAIL_ON
  if [ "$#" -eq 0 ]; then
    say 'there is no earlier night to compare with'
    wanted=$(printf '%s' "$wanted" | tr ',' '\n' | sed '/^ *regression *$/d' | tr '\n' ',')
  fi
  limited $DVS report "$stored" -o "$NIGHT_STORE/latest.html" --json "$work/report.json" --fail-on "$wanted" "$@"
  reported=$?
  [ "$reported" -le 1 ] || fail "no verdict: dvs report could not read $stored"
  whole=$(wholeness) || fail 'no verdict: what dvs report found cannot be read'
  [ "$whole" != none ] || fail "no verdict, because the run gave no result: see $NIGHT_STORE/latest.html"
  keep_report
  case $reported:$whole in
    0:ok) say 'green: none of the verdicts that turn a night red' ;;
    1:*)
      say "red: see $NIGHT_STORE/latest.html"
      exit 1
      ;;
    *) fail "not green, because the result is not whole: see $NIGHT_STORE/latest.html" ;;
  esac
}

checked
end=$(($(seconds) + NIGHT_DEADLINE))
work=$(mktemp -d) || fail 'no temporary folder can be made'
if [ "$NIGHT_WITHOUT_SONOBUOY" = yes ]; then
  say 'probing without Sonobuoy'
  probe_without_sonobuoy
else
  say "removing what an earlier night left in $NIGHT_NAMESPACE"
  remove_leftovers
  say 'starting Sonobuoy'
  run_sonobuoy
  say 'waiting until the run is complete'
  wait_for_sonobuoy
  say 'fetching the archive'
  retrieve
fi
slim_and_store
say "stored $stored"
judge
