"""Completions for zsh."""

from words import first_words, is_file, second_words

ZSH = """#compdef ringside
# Completions of ringside for zsh. Made from `ringside --help=table`.

_ringside_exercises() {
    compadd -- ${${(f)"$($words[1] list exercises 2>/dev/null)"}%% *}
}

_ringside() {
    local -a commands=(
@COMMANDS@
    )
    if (( CURRENT == 2 )); then
        _describe command commands
        _arguments '--help[tell what there is]' '--version[print the version]'
        return
    fi
    case "$words[2] $words[3] " in
@CASES@
    esac
}

_ringside "$@"
"""


def zsh_escaped(text):
    return text.replace("'", "’").replace("[", "(").replace("]", ")").replace(":", "\\:")


def zsh_action(name, choices=()):
    if is_file(name):
        return "_files"
    return "_ringside_exercises" if name == "EXERCISE" else f"({' '.join(choices)})" if choices else " "


def zsh_specs(command):
    specs = []
    for option in command["options"]:
        value = f":{option['value']}:{zsh_action(option['value'])}" if option["value"] else ""
        specs.append(f"'--{option['name']}{'=' if value else ''}[{zsh_escaped(option['help'])}]{value}'")
    for place, argument in enumerate(command["arguments"], 1):
        if argument["many"]:
            place = "*"
        colons = "::" if argument["optional"] else ":"
        specs.append(f"'{place}{colons}{argument['name']}:{zsh_action(argument['name'], argument['choices'])}'")
    return specs + (["'*:argument:_files'"] if command["takes_rest"] else [])


def zsh_case(command):
    words = command["name"].split()
    shift = f"words=(\"$words[1]\" \"${{(@)words[{len(words) + 2},-1]}}\"); (( CURRENT -= {len(words)} ))"
    specs = " \\\n                ".join(["'--help[tell more]'"] + zsh_specs(command))
    pattern = "' '".join(words)
    return (f"        {pattern}' '*)\n            {shift}\n            _arguments \\\n                {specs} ;;")


def zsh_second_words(commands):
    for word in first_words(commands):
        if seconds := second_words(commands, word):
            yield f"        {word}*) compadd -- {' '.join(seconds)} ;;"


def zsh(commands):
    summaries = {}
    for command in commands:
        summaries.setdefault(command["name"].split()[0], command["summary"])
    rows = [f"        '{word}:{zsh_escaped(text)}'" for word, text in summaries.items()]
    cases = list(map(zsh_case, commands)) + list(zsh_second_words(commands))
    return ZSH.replace("@COMMANDS@", "\n".join(rows)).replace("@CASES@", "\n".join(cases))
