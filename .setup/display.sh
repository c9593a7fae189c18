# shellcheck shell=bash
# A display that can be reached: a Wayland socket, an X socket of this machine (by file or by abstract name), or an X server
# elsewhere, which is taken at its word.
has_display() {
    local wayland=${WAYLAND_DISPLAY:-} x=${DISPLAY:-}
    [[ $wayland == /* ]] || wayland=${XDG_RUNTIME_DIR:-}/$wayland
    [[ -z ${WAYLAND_DISPLAY:-} || ! -S $wayland ]] || return 0
    case $x in
        '') return 1 ;;
        :*) x=${x#:} && x=/tmp/.X11-unix/X${x%.*} # without the screen
            [[ -S $x ]] || grep -qs "@$x\$" /proc/net/unix ;;
    esac
}
