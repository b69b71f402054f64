# Sourced by adyton after dist.sh: the JVM's ahead-of-time cache of the command's classes, DIST/aot/KEY, with which it starts faster.
#
# The key tells the JDK and the jars from others; whatever else keeps the JVM from using a cache, it runs without one and says nothing. The build
# deletes it along with the rest of the dist. An empty file stands for a cache that could not be made, so that not every run tries it again.

# Prints the file of the cache for the jars of dist $1. Needs JAVA_HOME.
aot_file() {
    # Names, sizes and times: the checksums of all jars would take as long as the cache saves.
    key_=$({ echo "$JAVA_HOME $1" && cat "$JAVA_HOME/release" && LC_ALL=C TZ=UTC0 ls -ln "$1/lib"; } 2>/dev/null | cksum) || key_=none
    echo "$1/aot/${key_%% *}"
}

# Makes cache $3 for dist $2 of checkout $1 unless there is one, this user cannot write it or nothing is to be built; waits for whoever makes it.
# The command $4... is what is rehearsed: it runs with the file that its JVM is to write as last argument.
ensure_aot() {
    [ "${ADYTON_BUILD:-}" != never ] && [ ! -e "$3" ] && [ -w "$2" ] && mkdir -p "$1/target" 2>/dev/null && [ -w "$1/target" ] || return 0
    if [ -e "$1/target/build.lock" ] && [ ! -w "$1/target/build.lock" ]; then return 0; fi
    lock_build "$1"
    if [ ! -e "$3" ]; then make_aot "$@" 9>&- || true; fi
    unlock_build "$1"
}

make_aot() {
    dir_=$2/aot
    file_=$3
    shift 3
    # Those of other jars or of a JDK that is no longer used, and what was left half made.
    rm -rf "$dir_" 2>/dev/null && mkdir "$dir_" 2>/dev/null || return
    (
        unset ADYTON_JAVA_OPTS JAVA_TOOL_OPTIONS JDK_JAVA_OPTIONS _JAVA_OPTIONS
        "$@" "$file_.$$"
    ) </dev/null >/dev/null 2>&1 || true
    # It gets its name when it is whole.
    { [ -e "$file_.$$" ] || : >"$file_.$$"; } 2>/dev/null && mv -f "$file_.$$" "$file_" 2>/dev/null
}

# Prints the option with which the JVM uses cache $1, if that is more than an empty file. Beside an option of that kind which the user sets,
# the JVM would take it for a contradiction.
aot_option() {
    case "${ADYTON_JAVA_OPTS:-} ${JAVA_TOOL_OPTIONS:-} ${JDK_JAVA_OPTIONS:-} ${_JAVA_OPTIONS:-}" in
    *-Xshare* | *-XX:*AOT* | *-XX:*Archive* | *-XX:*Shared*) echo -Xshare:auto ;;
    *) if [ -s "$1" ]; then echo "-XX:AOTCache=$1"; else echo -Xshare:auto; fi ;;
    esac
}
