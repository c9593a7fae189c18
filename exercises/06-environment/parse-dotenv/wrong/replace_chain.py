"""A parser for .env files."""

import re

NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
EXPORT = re.compile(r"export[ \t]+(?=[A-Za-z_])")
BLANKS = re.compile(r"[ \t]*")
COMMENT = re.compile(r"[ \t]#")
REFERENCE = re.compile(r'\$\{([A-Za-z_][A-Za-z0-9_]*)(?::-([^}"\\$\n]*))?\}')
ESCAPES = {"n": "\n", "t": "\t", "\\": "\\", '"': '"', "$": "$"}


def parse_dotenv(text):
    return Parser(text).parse()


class Parser:
    def __init__(self, text):
        self.text = text.removeprefix("\ufeff").replace("\r\n", "\n")
        self.at = 0
        self.line = 1  # of the statement's first character
        self.values = {}

    def parse(self):
        while self.at < len(self.text):
            start = self.at
            self.statement()
            self.line += self.text.count("\n", start, self.at)
        return self.values

    def statement(self):
        self.skip(BLANKS)
        if self.peek() in ("", "\n", "#"):
            self.rest_of_line()
            return
        self.skip(EXPORT)
        name = NAME.match(self.text, self.at)
        if not name:
            raise self.error("a name was expected")
        self.at = name.end()
        self.skip(BLANKS)
        if self.peek() == "=":
            self.at += 1
            self.values[name[0]] = self.value()
        else:
            self.end_of_statement()
            self.values[name[0]] = None

    def value(self):
        start = self.at
        self.skip(BLANKS)
        if self.peek() not in ("'", '"'):
            self.at = start  # a comment is told by the blank before it
            return self.unquoted()
        value = self.single_quoted() if self.peek() == "'" else self.double_quoted()
        self.at += 1
        self.end_of_statement()
        return value

    def unquoted(self):
        line = self.rest_of_line()
        comment = COMMENT.search(line)
        return (line[:comment.start()] if comment else line).strip(" \t")

    def single_quoted(self):
        pieces = []
        while True:
            character = self.next_quoted()
            if character == "'":
                return "".join(pieces)
            if character == "\\" and self.following() in ("'", "\\"):
                character = self.next_quoted()
            pieces.append(character)

    def double_quoted(self):
        pieces = []
        while True:
            character = self.next_quoted()
            if character == '"':
                value = "".join(pieces)
                for letter, meaning in ESCAPES.items():
                    value = value.replace("\\" + letter, meaning)
                return value
            if character == "\\" and self.following() in ESCAPES:
                pieces.append(character)
                character = self.next_quoted()
            elif character == "$" and (reference := REFERENCE.match(self.text, self.at)):
                character = self.values.get(reference[1]) or reference[2] or ""
                self.at = reference.end() - 1
            pieces.append(character)

    def end_of_statement(self):
        self.skip(BLANKS)
        if self.peek() not in ("", "\n", "#"):
            raise self.error("only a comment may follow")
        self.rest_of_line()

    # The text

    def peek(self):
        return self.text[self.at:self.at + 1]

    def following(self):
        return self.text[self.at + 1:self.at + 2] or None

    def next_quoted(self):
        """Steps on by one and returns what is there."""
        self.at += 1
        if self.at >= len(self.text):
            raise self.error("a quote is never closed")
        return self.text[self.at]

    def skip(self, pattern):
        if match := pattern.match(self.text, self.at):
            self.at = match.end()

    def rest_of_line(self):
        """Returns it, and steps behind its end."""
        end = self.text.find("\n", self.at)
        line = self.text[self.at:end] if end >= 0 else self.text[self.at:]
        self.at = end + 1 if end >= 0 else len(self.text)
        return line

    def error(self, reason):
        return ValueError(f"line {self.line}: {reason}")
