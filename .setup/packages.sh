# shellcheck shell=bash
# Debian packages: which are asked for, which are missing, how they are installed.

os_release=/etc/os-release

# listed_packages LIST…: the names in packages-LIST, on one line.
listed_packages() {
    local list
    for list; do sed 's/#.*//' "$top/.setup/packages-$list"; done | xargs
}

# missing_packages DPKG_FOLDER PACKAGE…: those that are not completely installed, one a line.
missing_packages() {
    local folder=$1
    shift
    dpkg-query --admindir="$folder" -W -f '${db:Status-Status} ${Package}\n' "$@" 2>/dev/null |
        sed -n 's/^installed //p' | sort -u | comm -13 - <(printf '%s\n' "$@" | sort -u)
}

# True where this release has Qt 6.8 and what goes with it. Where there is no dpkg, CMake looks for itself and says what it
# misses; derived distributions are asked through apt, because their version numbers mean something else.
release_has_packages() {
    local ID='' VERSION_ID=''
    # shellcheck source=/dev/null
    source "$os_release"
    command -v dpkg-query >/dev/null || return 0
    case $ID in
        debian) ((${VERSION_ID:-13} >= 13)) ;; # testing and unstable have no number
        ubuntu) ((${VERSION_ID%%.*} >= 25)) ;; # 25.04 brought Qt 6.8
        *) apt_offers qt6-base-dev 6.8 && apt_offers libkf6syntaxhighlighting-dev 6 ;;
    esac
}

# apt_offers PACKAGE VERSION: at least that version can be installed.
apt_offers() {
    local offered
    offered=$(apt-cache policy "$1" | sed -n 's/^ *Candidate: *//p')
    [[ $offered == [0-9]* ]] && dpkg --compare-versions "$offered" ge "$2"
}

# What root runs to install packages, here as in the Debian 13 root. A source of other packages that cannot be reached is
# no reason to stop: apt-get install says what it misses. Nothing that comes in for a test (munge) starts a service.
readonly apt_install='
    export DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8
    apt-get update
    policy=/usr/sbin/policy-rc.d
    if [ ! -e "$policy" ]; then
        trap "rm -f $policy" EXIT
        trap "exit 130" HUP INT TERM
        printf "#!/bin/sh\nexit 101\n" >"$policy"
        chmod 755 "$policy"
    fi
    apt-get install -y --no-install-recommends "$@"'

# install_here PACKAGE…: installs what this machine lacks, or says how and stops. Nobody is asked for a password halfway.
install_here() {
    command -v dpkg-query >/dev/null || return 0
    local missing
    mapfile -t missing < <(missing_packages /var/lib/dpkg "$@")
    ((${#missing[@]})) || return 0
    local sudo=()
    if ((EUID != 0)); then
        sudo -n true 2>/dev/null || tell_root "apt-get update && apt-get install -y --no-install-recommends ${missing[*]}"
        sudo=(sudo -n)
    fi
    say "Installing ${missing[*]}"
    "${sudo[@]}" sh -c "$apt_install" sh "${missing[@]}" </dev/null >&2 || give_up "The packages could not be installed."
}
