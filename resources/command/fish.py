"""Completions for fish."""

import shlex

from words import is_file

FISH = """# Completions of ringside for fish. Made from `ringside --help=table`.

# True when the words given are these and no more.
function __ringside_at
    set -l given (commandline -opc)[2..-1]
    test "$given" = "$argv"
end

# __ringside_place N WORD…: true when the words given begin so, and the argument to come is the Nth.
function __ringside_place
    set -l place $argv[1]
    set -l command $argv[2..-1]
    set -l length (count $command)
    set -l given (commandline -opc)[2..-1]
    test (count $given) -ge $length
    and test "$given[1..$length]" = "$command"
    or return
    set -l arguments (string match -v -- '-*' $given)
    test $place = any
    or test (math (count $arguments) - $length + 1) = $place
end

function __ringside_exercises
    set -l given (commandline -opc)
    $given[1] list exercises 2>/dev/null | string replace -r ' .*' ''
end

complete -c ringside -f
complete -c ringside -n __ringside_at -l help -d 'tell what there is'
complete -c ringside -n __ringside_at -l version -d 'print the version'
"""


def fish_line(condition, *words):
    return " ".join(["complete -c ringside", "-n", shlex.quote(condition), *words])


def fish_argument(command, place, argument):
    condition = f"__ringside_place {place} {command['name']}"
    if is_file(argument["name"]):
        return fish_line(condition, "-F")
    offered = "(__ringside_exercises)" if argument["name"] == "EXERCISE" else " ".join(argument["choices"])
    return fish_line(condition, "-a", shlex.quote(offered), "-d", fish_quoted(argument["name"]))


def fish_quoted(text):
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def fish_option(command, option):
    value = [] if not option["value"] else ["-r", "-F"] if is_file(option["value"]) else ["-x"]
    return fish_line(f"__ringside_place any {command['name']}", "-l", option["name"], *value, "-d",
                     fish_quoted(option["help"]))


def fish_command(command):
    *before, last = command["name"].split()
    lines = [fish_line(" ".join(["__ringside_at", *before]), "-a", last, "-d", fish_quoted(command["summary"]))]
    if before:
        lines.append(fish_line("__ringside_at", "-a", *before, "-d", fish_quoted(command["summary"])))
    lines += [fish_argument(command, place, argument) for place, argument in enumerate(command["arguments"], 1)]
    return lines + [fish_option(command, option) for option in command["options"]]


def fish(commands):
    return FISH + "\n".join(line for command in commands for line in fish_command(command)) + "\n"
