"""Prints the tokens of files as Python tells them apart, for the lexer's test to compare with."""

import sys
import tokenize
from io import BytesIO

KINDS = {
    "NAME": "name", "NUMBER": "number", "STRING": "string", "FSTRING_START": "start", "FSTRING_MIDDLE": "text",
    "FSTRING_END": "end", "OP": "operator", "COMMENT": "comment", "NL": "line", "NEWLINE": "newline",
    "INDENT": "indent", "DEDENT": "dedent",
}
WITHOUT_TEXT = {"line", "newline", "indent", "dedent"}


def tokens(path):
    with open(path, "rb") as file:
        source = file.read()
    lines = [line.decode() for line in BytesIO(source.removeprefix(b"\xef\xbb\xbf")).readlines()]
    for token in tokenize.tokenize(BytesIO(source).readline):
        kind = KINDS.get(tokenize.tok_name[token.type])
        if kind is None or (kind == "text" and not token.string):
            continue
        row, column = token.start
        before = lines[row - 1][:column] if row <= len(lines) else ""
        text = "" if kind in WITHOUT_TEXT else token.string
        yield f"{kind} {row} {len(before.encode())} {text.encode().hex()}"


for path in sys.stdin.read().split("\n"):
    try:
        found = list(tokens(path))
    except (SyntaxError, tokenize.TokenError, UnicodeError):
        print("refused", path)
        continue
    print("file", path)
    print("\n".join([*found, "over"]))
