#!/usr/bin/env python3
"""Makes the man page and the completions of bash, zsh and fish from the command's own table.

describe.py RINGSIDE TEMPLATE FOLDER asks the program RINGSIDE for its table and writes ringside.1, ringside.bash,
_ringside and ringside.fish to FOLDER. So none of them can say anything else than the command does.
"""

import json
import subprocess
import sys
from pathlib import Path

from bash import bash
from fish import fish
from manual import manual
from zsh import zsh


def main(program, template, folder):
    table = json.loads(subprocess.run([program, "--help=table"], stdout=subprocess.PIPE, check=True).stdout)
    commands = table["commands"]
    made = {
        "ringside.1": manual(commands, Path(template).read_text(encoding="utf-8")),
        "ringside.bash": bash(commands),
        "_ringside": zsh(commands),
        "ringside.fish": fish(commands),
    }
    Path(folder).mkdir(parents=True, exist_ok=True)
    for name, text in made.items():
        (Path(folder) / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
