# shellcheck shell=bash
# A Debian 13 root in the user's cache folder, for releases whose own packages are too old. Nothing outside that folder is
# changed, and removing it undoes everything.
#
# Root uses it with a mount namespace alone. An ordinary user gets a user namespace as well: own id and group as they are,
# all others from the ranges in /etc/subuid and /etc/subgid. So files of the home keep their owner, and the root's own
# system files belong to somebody else, as everywhere.

# prepare_root PACKAGE…: sees to it that the root exists and holds the packages.
prepare_root() {
    cache=${XDG_CACHE_HOME:-$HOME/.cache}/ringside
    root=$cache/debian13-$(dpkg --print-architecture)
    choose_namespace
    if is_whole; then
        check_owner
        [[ $(missing_packages "$root/var/lib/dpkg" "$@") ]] || return 0
    fi
    install_here mmdebstrap debian-archive-keyring "${namespace_packages[@]}"
    check_subordinate_ids
    check_namespace
    mkdir -p "$cache"
    chmod 700 "$cache" # see loosen_folders
    (complete_root "$@") 8>"$cache/lock" </dev/null >&2 || give_up "The Debian 13 root in $cache could not be made ready."
}

# The words before a command that make it run as root of a mount namespace of its own.
choose_namespace() {
    namespace=(unshare --mount --propagation slave --)
    namespace_packages=()
    ((EUID != 0)) || return 0
    namespace=(unshare --user --map-auto --map-user="$(id -u)" --map-group="$(id -g)" --keep-caps
        --mount --propagation slave -- setpriv --reuid=0 --regid=0 --keep-groups --inh-caps=-all --)
    namespace_packages=(uidmap)
}

# Two owners would make a root that neither can extend or remove.
check_owner() {
    local made_by_root=1
    [[ $(stat -c %u "$root/usr") == 0 ]] || made_by_root=0
    ((made_by_root == (EUID == 0))) || give_up "$root was made by another user." \
        "Set XDG_CACHE_HOME to a folder of your own, or remove it: sudo rm -rf '$root'"
}

# Every account that useradd makes has 65536 subordinate ids (subuid(5)); others are given theirs by hand.
check_subordinate_ids() {
    ((EUID != 0)) || return 0
    local name free
    name=$(id -un)
    if grep -qs "^\($name\|$EUID\):" /etc/subuid && grep -qs "^\($name\|$EUID\):" /etc/subgid; then return; fi
    free=$(cat /etc/subuid /etc/subgid 2>/dev/null |
        awk -F: 'BEGIN { free = 100000 } $2 + $3 > free { free = $2 + $3 } END { print free }')
    tell_root "usermod --add-subuids $free-$((free + 65535)) --add-subgids $free-$((free + 65535)) $name"
}

check_namespace() {
    "${namespace[@]}" mount --rbind / / >&2 || give_up "" \
        "This machine does not let you make a namespace (see above), which the Debian 13 root and Ringside's sandbox are made of." \
        "In a container: start it with --privileged. With AppArmor's restriction: sysctl -w kernel.apparmor_restrict_unprivileged_userns=0"
}

# False as well for a root that somebody began to remove.
is_whole() { [[ -e $root/etc/ringside-root && -s $root/var/lib/dpkg/status && -d $root/usr ]]; }

# complete_root PACKAGE…: makes the root if there is none, and adds what is missing. One process at a time.
complete_root() {
    flock -n 8 || { say "Another ./run or ./test is preparing $root: waiting for it." && flock 8; }
    is_whole || make_root "$@" || return
    add_packages "$root" "$@"
}

# make_root PACKAGE…: under another name first, so that a half-made root is never taken for a whole one.
make_root() {
    partial=$root.partial
    say "Making a Debian 13 root in $root: a minute or two and 1.5 GB, once."
    trap '"${namespace[@]}" rm -rf "$partial"' EXIT
    "${namespace[@]}" rm -rf "$partial" "$root"
    bootstrap "$partial" || return
    add_packages "$partial" "$@" || return
    mv -T "$partial" "$root"
}

# No recommended packages, no documentation, no waiting for the disk: this root can be made again at any time. apt stays root,
# for its own user cannot enter a home that is closed to others. The base system installs without /proc and /sys, which an
# ordinary user may not mount there.
bootstrap() {
    local proxy
    mapfile -t proxy < <(apt-config dump Acquire::http::Proxy Acquire::https::Proxy)
    "${namespace[@]}" mmdebstrap --mode=root --variant=minbase --skip=chroot/mount/proc,chroot/mount/sys \
        --aptopt='APT::Install-Recommends "false"' --aptopt='APT::Sandbox::User "root"' \
        --aptopt='Acquire::Languages "none"' "${proxy[@]/#/--aptopt=}" \
        --dpkgopt=force-unsafe-io --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-exclude=/usr/share/man/*' \
        trixie "$1" "$(debian_mirror)" || return
    # Nothing that is installed here may start a service out there.
    # shellcheck disable=SC2016 # expanded by that shell
    "${namespace[@]}" sh -euc 'cd "$1"
        printf "#!/bin/sh\nexit 101\n" > usr/sbin/policy-rc.d; chmod 755 usr/sbin/policy-rc.d
        : > etc/ringside-root' sh "$1"
}

# The mirror this machine takes its own release from; Debian's own where the machine is not a Debian.
debian_mirror() {
    local ID='' VERSION_CODENAME='' mirror=''
    # shellcheck source=/dev/null
    source "$os_release"
    if [[ $ID == debian ]]; then
        mirror=$(release_mirror "$VERSION_CODENAME" /etc/apt/sources.list /etc/apt/sources.list.d/{debian.sources,*})
    fi
    # Cloud images name a file of mirrors.
    if [[ $mirror == mirror+file:* ]]; then mirror=$(grep -m 1 -o '^https\?://[^[:space:]]*' "${mirror#mirror+file:}"); fi
    printf '%s\n' "${mirror:-http://deb.debian.org/debian}"
}

# release_mirror SUITE FILE…: the first address in apt's settings, in either format (sources.list(5)), that gives SUITE's main
# part. Other makers' packages come under the same suite, so Debian's own files should stand first.
release_mirror() {
    local suite=$1 file address
    shift
    for file; do
        [[ -f $file ]] || continue
        address=$(awk -v suite="$suite" '
            function found(address) { if (address ~ /^(http|mirror)/) { print address; exit } }
            /^deb / { gsub(/\[[^]]*\]/, ""); if ($3 == suite && / main/) found($2) }
            /^[ \t]*$/ { address = suites = parts = "" }
            /^URIs:/ { address = $2 }
            /^Suites:/ { suites = $0 " " }
            /^Components:/ { parts = $0 " " }
            address && index(suites, " " suite " ") && index(parts, " main ") { found(address) }
        ' "$file")
        [[ -z $address ]] || { printf '%s\n' "$address" && return; }
    done
}

# add_packages ROOT PACKAGE…: what is missing there.
add_packages() {
    local folder=$1 missing status=0
    shift
    mapfile -t missing < <(missing_packages "$folder/var/lib/dpkg" "$@")
    ((${#missing[@]})) || return 0
    say "Installing there: ${missing[*]}"
    "${namespace[@]}" "$top/.setup/enter-root" "$folder" 0 0 /proc /sys /dev /etc/resolv.conf /etc/hosts -- \
        sh -c "dpkg --configure -a; $apt_install" sh -qq -o APT::Status-Fd=3 "${missing[@]}" \
        3>&1 >"$cache/install.log" 2>&1 | show_progress || status=$?
    ((status == 0)) || tail -n 20 "$cache/install.log"
    "${namespace[@]}" rm -rf "$folder/var/cache/apt/archives" "$folder/var/lib/apt/lists"
    loosen_folders "$folder"
    return $status
}

# A line for every fifth of what apt reports: dlstatus:1:20.5:Retrieving… and pmstatus:PACKAGE:20.5:Unpacking…
show_progress() {
    awk -F: '{ step = $1 int($3 / 20) } step != last { last = step; printf "%4d %%  %s\n", $3, $4; fflush() }'
}

# An ordinary user must be able to remove the root with rm alone, though its files belong to subordinate ids: in its folders the
# user's own group may add and remove. Only the user can reach them, because the cache folder is closed to all others.
loosen_folders() {
    ((EUID != 0)) || return 0
    "${namespace[@]}" find "$1" -xdev -type d -exec chgrp "$(id -g)" {} + -exec chmod g+rwx,-t {} +
}

# enter_root COMMAND [ARG…]: becomes COMMAND in the root, in the same folder, with everything of this machine around it but the
# system itself.
enter_root() {
    local shown
    mapfile -d '' shown < <(shown_paths)
    export CCACHE_DIR=${CCACHE_DIR:-$cache/ccache}
    exec "${namespace[@]}" "$top/.setup/enter-root" "$root" "$(id -u)" "$(id -g)" "${shown[@]}" -- "$@"
}

# What of this machine is seen in the root, each name ended by a null byte.
shown_paths() {
    local path
    for path in /* /var/*; do
        case $path in
            /bin | /boot | /etc | /lib* | /lost+found | /sbin | /usr | /var | /var/cache | /var/lib) ;;
            *) [[ ! -d $path ]] || printf '%s\0' "$path" ;;
        esac
    done
    # Single folders out of those that are the root's own.
    printf '%s\0' "$top"
    for path in "$HOME" "$PWD"; do
        case $path in
            /var/*/* | /usr/local/* | /usr/src/*) printf '%s\0' "$path" ;;
        esac
    done
    printf '/etc/%s\0' passwd group hosts hostname resolv.conf localtime timezone machine-id
}
