# Sourced by the scripts of this checkout: finds a JDK 25 or newer.
#
# Looked at in this order: JAVA_HOME, the java on the PATH, then the directories where JDKs usually are
# (ADYTON_JDK_DIRS, a list separated by colons, replaces those). In the directories a JDK 25 goes before newer ones.

# Prints the feature release (25) of the JDK whose home is $1; prints nothing where there is none.
jdk_release() {
    [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] || return 0
    # The file tells without the time that starting a JVM takes.
    if [ -r "$1/release" ]; then
        sed -n 's/^JAVA_VERSION="\{0,1\}\([0-9]*\).*/\1/p' "$1/release"
    else
        "$1/bin/javac" -version 2>&1 | sed -n 's/^javac \([0-9]*\).*/\1/p'
    fi
}

# Prints the home of the java on the PATH; prints nothing where there is none.
jdk_on_path() {
    java_=$(command -v java) || return 0
    while [ -L "$java_" ]; do
        link_=$(readlink "$java_")
        case $link_ in
        /*) java_=$link_ ;;
        *) java_=$(dirname "$java_")/$link_ ;;
        esac
    done
    home_=$(cd "$(dirname "$java_")/.." && pwd -P) && echo "$home_"
}

# Prints the homes that may be JDKs in the usual directories, one on each line.
jdk_candidates() {
    if [ -n "${ADYTON_JDK_DIRS+set}" ]; then
        (
            IFS=:
            set -f
            for dir_ in $ADYTON_JDK_DIRS; do
                set +f
                printf '%s\n' "$dir_" "$dir_"/*
            done
        )
        return
    fi
    printf '%s\n' /usr/lib/jvm/* "${HOME:-/}"/.sdkman/candidates/java/* "${HOME:-/}"/.jdks/* /opt/* /opt/java/* /usr/local/lib/jvm/* \
        /Library/Java/JavaVirtualMachines/*/Contents/Home "${HOME:-/}"/Library/Java/JavaVirtualMachines/*/Contents/Home
    if [ -x /usr/libexec/java_home ]; then /usr/libexec/java_home -v 25+ 2>/dev/null || true; fi
}

# Sets JAVA_HOME to a JDK 25 or newer, or says on one line, with $1 in front, what to do and ends the script.
find_jdk() {
    found_=
    for home_ in "${JAVA_HOME:-}" "$(jdk_on_path)"; do
        # The java on the PATH is often that of JAVA_HOME.
        case "$found_," in *" in $home_,"*) continue ;; esac
        [ -n "$home_" ] || continue
        release_=$(jdk_release "$home_")
        if [ "${release_:-0}" -ge 25 ]; then
            JAVA_HOME=$home_
            export JAVA_HOME
            return
        fi
        found_="$found_${found_:+, }${release_:-no JDK} in $home_"
    done
    newer_=
    # A here-document rather than a pipe, so that the loop can set variables of this shell.
    while IFS= read -r home_; do
        release_=$(jdk_release "$home_")
        if [ "${release_:-0}" -eq 25 ]; then
            JAVA_HOME=$home_
            export JAVA_HOME
            return
        fi
        if [ "${release_:-0}" -gt 25 ] && [ -z "$newer_" ]; then newer_=$home_; fi
    done <<LIST
$(jdk_candidates)
LIST
    if [ -n "$newer_" ]; then
        JAVA_HOME=$newer_
        export JAVA_HOME
        return
    fi
    echo "$1: needs JDK 25 or newer, found ${found_:-none}: install one and set JAVA_HOME to it." >&2
    exit 1
}
