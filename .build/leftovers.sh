# Sourced by ./test: what a run leaves behind.

# Prints the processes of checkout $1: they have one of its files on their command line.
processes_of() {
    ps -e -o pid= -o args= 2>/dev/null | awk -v root="$1/" -v self=$$ '
        index($0, root) && /java/ && $1 != self && !/awk -v root/'
}

# Prints Adyton's own temporary files and directories.
temporary_files() {
    for dir_ in "${TMPDIR:-/tmp}" "${XDG_RUNTIME_DIR:-}"; do
        [ -n "$dir_" ] && [ -d "$dir_" ] || continue
        find "$dir_" -maxdepth 1 -name 'adyton*' -user "$(id -u)" 2>/dev/null || true
    done | sort -u
}

# Remembers what is there before the run, in checkout $1.
note_what_runs() {
    processes_of "$1" | awk '{print $1}' | sort >"$1/target/processes-before"
    temporary_files >"$1/target/files-before"
}

# Tells what has come since; fails when there is something.
report_leftovers() {
    left_=0
    processes_of "$1" | while read -r pid_ args_; do
        grep -qx "$pid_" "$1/target/processes-before" || echo "test: still running: $pid_ $args_"
    done >"$1/target/leftovers"
    temporary_files | while read -r file_; do
        grep -qxF "$file_" "$1/target/files-before" || echo "test: left behind: $file_"
    done >>"$1/target/leftovers"
    cat "$1/target/leftovers" >&2
    [ ! -s "$1/target/leftovers" ] || left_=1
    rm -f "$1/target/processes-before" "$1/target/files-before" "$1/target/leftovers"
    return $left_
}
