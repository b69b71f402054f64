# Sourced by the scripts of this checkout: builds MODULE/target/dist when it is missing or older than its sources.
#
# The build writes dist/stamp with the time at which it began as its last step. The command is stale when anything that goes into it
# (a file or, where one was deleted, its directory) is newer.

# Succeeds when what module $2 of checkout $1 builds is missing or older than a source.
dist_is_stale() {
    stamp_=$1/$2/target/dist/stamp
    [ -f "$stamp_" ] || return 0
    newer_=$(cd "$1" && find . -name .git -prune -o -name target -prune -o -name test -prune \
        -o \( -path '*/src/main*' -o -name pom.xml -o -path './.mvn/*' \) -newer "$stamp_" -print | head -n 1)
    [ -n "$newer_" ]
}

# Takes the lock of checkout $1, waiting for whoever holds it.
lock_build() {
    if command -v flock >/dev/null 2>&1; then
        exec 9>"$1/target/build.lock"
        flock 9
        return
    fi
    until mkdir "$1/target/build.lock.d" 2>/dev/null; do
        holder_=$(cat "$1/target/build.lock.d/pid" 2>/dev/null || true)
        # A holder that died without a word leaves its directory.
        if [ -n "$holder_" ] && ! kill -0 "$holder_" 2>/dev/null; then rm -rf "$1/target/build.lock.d"; else sleep 1; fi
    done
    echo $$ >"$1/target/build.lock.d/pid"
    trap 'rm -rf "$root/target/build.lock.d"' EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM
}

unlock_build() {
    if command -v flock >/dev/null 2>&1; then
        exec 9>&-
    else
        rm -rf "$1/target/build.lock.d"
        trap - EXIT INT TERM
    fi
}

# Builds the dist of module $2 in checkout $1 unless it is up to date; messages begin with $3. Needs JAVA_HOME.
ensure_dist() {
    if [ "${ADYTON_BUILD:-}" = never ]; then
        [ -f "$1/$2/target/dist/stamp" ] && return
        echo "$3: nothing is built yet and ADYTON_BUILD is never: unset it, or run mvn package." >&2
        exit 1
    fi
    dist_is_stale "$1" "$2" || return 0
    if ! mkdir -p "$1/target"; then exit 1; fi
    lock_build "$1"
    # Whoever held the lock may have built it meanwhile.
    if dist_is_stale "$1" "$2"; then
        if ! command -v mvn >/dev/null 2>&1; then
            echo "$3: building needs Maven 3.8.1 or newer, found no mvn on the PATH: install Maven." >&2
            exit 1
        fi
        log_=$1/target/$2-build.log
        echo "$3: building, which takes about a minute the first time (log: $log_)" >&2
        if ! (cd "$1" && mvn -B -ntp -q -Dadyton.quick -Dmaven.test.skip=true -pl "$2" -am package) >"$log_" 2>&1 9>&- </dev/null; then
            tail -n 20 "$log_" >&2
            echo "$3: the build failed; all of its log is in $log_" >&2
            exit 1
        fi
    fi
    unlock_build "$1"
}
