"""The man page, in mdoc(7)."""

import re
import textwrap


def escaped(text):
    """One line of prose: no backslash is an escape, no line begins with a control character."""
    text = text.replace("\\", "\\e")
    return "\\&" + text if text.startswith((".", "'")) else text


def prose(text):
    """Paragraphs of prose; in mdoc every sentence begins a line."""
    lines = []
    for paragraph in text.split("\n\n"):
        if paragraph.startswith("  "):  # an example: its lines stay as they are
            lines += [".Bd -literal -offset indent", *map(escaped, textwrap.dedent(paragraph).splitlines()), ".Ed"]
            continue
        lines += [".Pp"] if lines else []
        lines += [escaped(sentence) for sentence in re.split(r"(?<=[.!?])\s+", " ".join(paragraph.split()))]
    return lines


def option_macro(option):
    return f"Fl \\-{option['name']}" + (f" Ar {option['value']}" if option["value"] else "")


def argument_macro(argument):
    name = " | ".join(f"Cm {choice}" for choice in argument["choices"]) or f"Ar {argument['name']}"
    if argument["many"]:
        return f"{name} ..."
    return f"Op {name}" if argument["optional"] else name


def synopsis(command):
    lines = [".Nm", f".Cm {command['name']}"]
    lines += [f".Op {option_macro(option)}" for option in command["options"]]
    lines += [f".{argument_macro(argument)}" for argument in command["arguments"]]
    if command["takes_rest"]:
        lines.append(".Op Fl \\- Ar argument ...")
    return lines


def described(macro, help_text):
    return [f".It {macro}", escaped(help_text) + ("" if help_text.endswith(("…", ".")) else ".")]


def command_section(command):
    lines = [f".Ss ringside {command['name']}", escaped(command["summary"])]
    lines += prose(command["description"])
    rows = [(f"Ar {argument['name']}", argument["help"]) for argument in command["arguments"]]
    rows += [(option_macro(option), option["help"]) for option in command["options"]]
    lines += [".Bl -tag -width Ds"]
    for macro, help_text in rows:
        lines += described(macro, help_text)
    return lines + [".El"]


def manual(commands, template):
    synopses = [line for command in commands for line in synopsis(command)]
    sections = [line for command in commands for line in command_section(command)]
    page = template.replace("@SYNOPSIS@", "\n".join(synopses))
    return page.replace("@COMMANDS@", "\n".join(sections))
