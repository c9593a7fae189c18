"""Completions for bash."""

import shlex

from words import first_words, is_file, second_words

BASH = """# Completions of ringside for bash. Made from `ringside --help=table`.

_ringside_exercises() { "${COMP_WORDS[0]}" list exercises 2>/dev/null | cut -d ' ' -f 1; }

# Sets what can stand after the words given: `options`, and `arguments`, one kind for each place.
_ringside_table() {
    case "$1 " in
@TABLE@
        *) return 1 ;;
    esac
}

_ringside() {
    local word=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]}
    local given=("${COMP_WORDS[@]:1:COMP_CWORD-1}") options='' arguments=() length kind places
    COMPREPLY=()
    if ! _ringside_table "${given[*]}"; then
        case "${given[*]}" in
@WORDS@
        esac
        mapfile -t COMPREPLY < <(compgen -W "$options" -- "$word")
        return
    fi
    places=$(printf '%s\\n' "${given[@]:length}" | grep -c '^[^-]')
    kind=${arguments[places]:-}
    case $previous in
@VALUES@
    esac
    case $kind in
        FILE) mapfile -t COMPREPLY < <(compgen -f -- "$word") ;;
        EXERCISE) mapfile -t COMPREPLY < <(compgen -W "$(_ringside_exercises)" -- "$word") ;;
        *) mapfile -t COMPREPLY < <(compgen -W "$kind" -- "$word") ;;
    esac
    if [[ $word == -* ]]; then mapfile -t COMPREPLY < <(compgen -W "$options" -- "$word"); fi
}

complete -o filenames -F _ringside ringside
"""


def kind(argument):
    if is_file(argument["name"]):
        return "FILE"
    return "EXERCISE" if argument["name"] == "EXERCISE" else " ".join(argument["choices"])


def bash_row(command):
    options = " ".join(f"--{option['name']}" for option in command["options"])
    arguments = " ".join(shlex.quote(kind(argument)) for argument in command["arguments"])
    length = len(command["name"].split())
    return (f"        '{command['name']} '*)\n"
            f"            length={length} options='{options} --help' arguments=({arguments}) ;;")


def bash_words(commands):
    rows = [f"            '') options='{' '.join(first_words(commands))} --help --version' ;;"]
    for word in first_words(commands):
        if seconds := second_words(commands, word):
            rows.append(f"            {word}) options='{' '.join(seconds)}' ;;")
    return rows


def bash_values(commands):
    valued = {option["name"]: option["value"] for c in commands for option in c["options"] if option["value"]}
    return [f"        --{name}) kind={'FILE' if is_file(value) else ''} ;;" for name, value in valued.items()]


def bash(commands):
    text = BASH.replace("@TABLE@", "\n".join(map(bash_row, commands)))
    text = text.replace("@WORDS@", "\n".join(bash_words(commands)))
    return text.replace("@VALUES@", "\n".join(bash_values(commands)))
