# Sourced by the scripts of this checkout: the system packages that the verification uses.

# Installs Debian package $2 for command $1 where that can be done; fails where the command is missing afterwards.
install_for() {
    command -v "$1" >/dev/null 2>&1 && return
    if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null 2>&1; then
        echo "test: installing $2" >&2
        if apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends "$2"; then
            command -v "$1" >/dev/null 2>&1 && return
        fi
    fi
    return 1
}

# Without command $1 (Debian package $2) nothing can be verified.
need_command() {
    install_for "$1" "$2" && return
    echo "test: $1 is missing and cannot be installed from here: install the package $2 (as root: apt-get install $2)." >&2
    exit 1
}

# Without command $1 (Debian package $2) some tests skip.
want_command() {
    install_for "$1" "$2" && return
    echo "test: $1 is missing: its tests skip; install the package $2 to run them." >&2
}
