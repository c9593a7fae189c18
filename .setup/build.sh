# shellcheck shell=bash
# Configuring and building, in build/NAME, one process at a time, in silence when there is nothing to do.

# Objects are the same in every build folder that compiles them with the same options: the cache is told so.
export CCACHE_BASEDIR=$top CCACHE_NOHASHDIR=1

# build NAME PRESET [CMAKE-OPTION…]
build() {
    local folder=$top/build/$1
    mkdir -p "$top/build"
    {
        flock -n 7 || { say "Another build in $folder is under way: waiting for it." && flock 7; }
        configure "$@" && compile "$folder"
    } 7>"$folder.lock" </dev/null >&2 || give_up "Ringside could not be built (see above)."
}

# Anew where the folder was made for another place or another system: a checkout moves, a machine is upgraded.
configure() {
    local folder=$top/build/$1 preset=$2 made_for
    made_for="$top | $(sed -n 's/^PRETTY_NAME=//p' /etc/os-release) | $* | $(cksum <"$top/CMakePresets.json")"
    [[ -e $folder/build.ninja && $(cat "$folder/made-for" 2>/dev/null) == "$made_for" ]] && return
    say "Configuring $folder"
    (cd "$top" && cmake --fresh --preset "$preset" -B "$folder" --log-level=WARNING "${@:3}") || return
    printf '%s\n' "$made_for" >"$folder/made-for"
}

compile() {
    [[ $(ninja -C "$1" -n 2>&1) != *'no work to do.' ]] || return 0
    say "Building $1"
    ninja -C "$1"
}
