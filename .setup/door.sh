# shellcheck shell=bash
# The way from a fresh checkout to its built programs, for `run`, `test` and `shell`. They source it with two names set: `top`,
# the checkout, and `lists`, the package lists they need.
#
# How it works: where the release has Qt 6.8, everything is built with the machine's own packages (packages.sh). Elsewhere
# (Debian 12) a Debian 13 root is kept in the user's cache folder (root.sh) and the calling script starts again inside it
# (enter-root), with the machine's home, display, sound and files around it. Both ways meet after open_door, and from there on
# nobody needs to know which it was (build.sh).
#
# Standard output belongs to the program that is started: all that is said here goes to standard error.

: "${top:?}" "${lists[0]:?}"
export HOME=${HOME:-$(getent passwd "$EUID" | cut -d: -f6)} # some services start without

say() { printf '%s\n' "$*" >&2; }

# give_up LINE…: could not be done, our side or the machine; the same number as in the `ringside` command.
give_up() {
    printf '%s\n' "$@" >&2
    exit 3
}

# tell_root COMMAND: what only root may do, as one line to run.
tell_root() {
    local become="su - -c"
    if command -v sudo >/dev/null; then become="sudo sh -c"; fi
    give_up "Something is missing that only root can give. Run this, then try again:" "" "    $become '$1'"
}

# shellcheck source=.setup/packages.sh
source "$top/.setup/packages.sh"
# shellcheck source=.setup/root.sh
source "$top/.setup/root.sh"
# shellcheck source=.setup/build.sh
source "$top/.setup/build.sh"

# open_door COMMAND [ARG…]: comes back where the packages of `lists` are at hand. Where the release has none, it does not come
# back: COMMAND, mostly the calling script once more, is started in the Debian 13 root.
open_door() {
    local packages
    [[ ! -e /etc/ringside-root ]] || return 0 # inside the root, which was made ready outside
    read -ra packages <<<"$(listed_packages "${lists[@]}")"
    if release_has_packages; then
        install_here "${packages[@]}"
    else
        prepare_root "${packages[@]}"
        enter_root "$@"
    fi
}
