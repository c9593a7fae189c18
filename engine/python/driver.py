"""Calls the learner's function inside the box and reports what came of it.

How it works: the grader puts this file into the workspace as main.py, the learner's file as solution.py, and says in
.ringside what to call. The one report is written to descriptor 3 as JSON; standard output and standard error belong
to the learner alone. Nothing here is a verdict and nothing here is secret: the learner's code runs in this very
process and may do to it what it likes. What is right is known outside only.

Nothing is imported that a bare interpreter has not loaded anyway, so that a run costs what Python costs.
"""

import _locale
import _signal
import builtins
import os
import sys

CHANNEL = 3
DEPTH = 60
FRAMES = 20


class TooLarge(Exception):
    """The report would not fit through the channel."""


class Encoder:
    """Turns values into JSON text with a tag for each type; what is not known becomes {"opaque": type name}."""

    # Qt takes a byte order mark off the front of a string that is not escaped.
    ESCAPES = {code: "\\u%04x" % code for code in (*range(32), 0xFEFF)} | {ord('"'): '\\"', ord("\\"): "\\\\"}
    DICT_KINDS = ("Counter", "OrderedDict", "defaultdict")
    PATH_KINDS = ("PosixPath", "PurePosixPath", "WindowsPath", "PureWindowsPath")

    def __init__(self, limit):
        self.room = limit

    def spend(self, text):
        """Every piece of the message passes here once, so that a giant is refused before it is built."""
        self.room -= len(text)
        if self.room < 0:
            raise TooLarge
        return text

    def string(self, text):
        try:
            text.encode()
        except UnicodeEncodeError:
            return self.spend('{"str":"%s"}' % text.encode("utf-8", "surrogatepass").hex())
        return self.spend('"%s"' % text.translate(self.ESCAPES))

    def items(self, values, depth):
        self.spend(" " * (len(values) + 2))
        return "[%s]" % ",".join([self.value(value, depth) for value in values])

    def tagged(self, tag, content, **more):
        """`content` and what is in `more` are JSON already."""
        self.spend(tag + "{:}")
        return '{"%s":%s%s}' % (tag, content, "".join(',"%s":%s' % pair for pair in more.items()))

    def leaf(self, tag, text):
        return self.tagged(tag, self.spend('"%s"' % text))

    def name(self, kind):
        return self.string(kind.__name__[:100] or "?")

    def value(self, value, depth=0):
        kind = type(value)
        if depth > DEPTH:
            return self.leaf("opaque", "...")
        plain = self.PLAIN.get(kind)
        if plain is not None:
            return plain(self, value, depth + 1)
        return self.known(kind, value, depth + 1) or self.tagged("opaque", self.name(kind))

    def integer(self, value, _depth):
        if -(2**53) <= value <= 2**53:
            return self.spend("%d" % value)
        try:
            return self.leaf("int", "%d" % value)
        except ValueError:  # more digits than Python turns into text
            return self.leaf("opaque", "int")

    def dictionary(self, value, depth, **more):
        flat = [item for pair in dict.items(value) for item in pair]
        return self.tagged("dict", self.items(flat, depth), **more)

    PLAIN = {
        type(None): lambda self, value, depth: self.spend("null"),
        bool: lambda self, value, depth: self.spend("true" if value else "false"),
        int: integer,
        float: lambda self, value, depth: self.leaf("float", "%r" % value),
        str: lambda self, value, depth: self.string(value),
        bytes: lambda self, value, depth: self.leaf("bytes", value.hex()),
        list: lambda self, value, depth: self.items(value, depth),
        tuple: lambda self, value, depth: self.tagged("tuple", self.items(value, depth)),
        dict: dictionary,
        set: lambda self, value, depth: self.tagged("set", self.items(value, depth)),
        frozenset: lambda self, value, depth: self.tagged("frozenset", self.items(value, depth)),
    }

    def known(self, kind, value, depth):
        """The types that are not built in: looked up where they would be loaded, never imported."""
        name = kind.__name__
        if name in self.DICT_KINDS and kind is self.loaded("collections", name):
            return self.dictionary(value, depth, of='"%s"' % name)
        if name in self.PATH_KINDS and kind is self.loaded("pathlib", name):
            return self.tagged("path", self.string(str(value)), of='"%s"' % name)
        if issubclass(kind, BaseException):
            return self.exception(value, depth)
        fields = getattr(kind, "_fields", None)
        if issubclass(kind, tuple) and type(fields) is tuple:
            return self.record("named", kind, fields, tuple(value), depth)
        fields = getattr(kind, "__dataclass_fields__", None)
        if type(fields) is dict:
            names = [name for name, field in fields.items() if str(field._field_type) == "_FIELD"]
            return self.record("data", kind, names, [getattr(value, name) for name in names], depth)
        return None

    @staticmethod
    def loaded(module, name):
        return getattr(sys.modules.get(module), name, None)

    def names(self, names):
        return "[%s]" % ",".join([self.string(name[:100] or "?") for name in names])

    def record(self, tag, kind, fields, values, depth):
        content = self.items(values, depth)
        return self.tagged(tag, content, of=self.name(kind), fields=self.names(fields))

    @staticmethod
    def caught_as(kind):
        """Its name, with the module's where `except` by the bare name would catch another, built-in class."""
        name = kind.__name__
        own = getattr(builtins, name, kind) is kind
        return (name if own else "%s.%s" % (kind.__module__, name))[:100] or "?"

    def exception(self, error, depth=0):
        kind = type(error)
        number = getattr(error, "errno", None)
        filename = getattr(error, "filename", None)
        try:
            text = str(error)
        except Exception as inner:
            text = "(its text cannot be had: %s)" % type(inner).__name__
        return self.tagged(
            "error",
            self.string(self.caught_as(kind)),
            bases=self.names([self.caught_as(base) for base in kind.__mro__]),
            errno=str(number) if type(number) is int and -(2**31) <= number < 2**31 else "null",
            filename=self.value(filename, depth),
            text=self.string(text[:2000]),
        )


def frames(traceback, path):
    """The frames of the learner's own file, the innermost last: (line, end line, column, end column, function)."""
    found = []
    while traceback is not None:
        code = traceback.tb_frame.f_code
        if code.co_filename == path:
            place = (traceback.tb_lineno, traceback.tb_lineno, 0, 0)
            for index, known in enumerate(code.co_positions()):
                if index == traceback.tb_lasti // 2:
                    place = tuple(number or 0 for number in known)
                    break
            found.append((traceback.tb_lineno, place[1], place[2], place[3], code.co_qualname))
        traceback = traceback.tb_next
    return found[-FRAMES:]


def process_status():
    """What the kernel says of umask, signals and peak memory: {"Umask": "0022", "VmHWM": "9876 kB", ...}"""
    wanted = ("Umask", "SigBlk", "SigIgn", "SigCgt", "VmHWM")
    with open("/proc/self/status", encoding="ascii", errors="replace") as file:
        pairs = [line.partition(":") for line in file]
    return {key: text.strip() for key, _, text in pairs if key in wanted}


class State:
    """What a call is expected to leave as it found it."""

    def __init__(self):
        status = process_status()
        self.peak_kb = int(status["VmHWM"].split()[0])
        self.parts = {
            "cwd": self.directory(),
            "umask": status["Umask"],
            "signals": {"masks": self.masks(status)} | self.handlers(),
            "environment": dict(os.environ),
            "locale": _locale.setlocale(_locale.LC_ALL, None),
            "stdin": sys.stdin,
            "stdout": sys.stdout,
            "stderr": sys.stderr,
        }

    @staticmethod
    def directory():
        try:
            return os.getcwd()
        except OSError as error:
            return type(error).__name__

    @staticmethod
    def masks(status):
        """Without signals 32 and 33: the C library takes these for itself when the first thread is made."""
        return " ".join("%016x" % (int(status[key], 16) & ~(0b11 << 31)) for key in ("SigBlk", "SigIgn", "SigCgt"))

    @staticmethod
    def handlers():
        """By number: what Python calls, which the kernel's masks do not tell."""
        return {str(number): _signal.getsignal(number) for number in _signal.valid_signals()}

    def changes(self, before):
        """[(what, before, after), ...] of what differs, streams by identity and without their text."""
        found = []
        for what, old in before.parts.items():
            new = self.parts[what]
            if type(old) is dict:
                found += [(what, name, old.get(name), new.get(name)) for name in sorted(old.keys() | new.keys())
                          if old.get(name) is not new.get(name) and old.get(name) != new.get(name)]
            elif what.startswith("std"):
                found += [(what,)] if old is not new else []
            elif old != new:
                found.append((what, old, new))
        return found[:20]


class Report:
    """The one message through the channel: how far the run came, and what came of it."""

    def __init__(self, task):
        # Out of the way of the numbers the learner's own files get.
        self.channel = task["channel"]
        os.dup2(CHANNEL, self.channel, inheritable=False)
        os.close(CHANNEL)
        self.limit = task["limit"]

    def send(self, outcome, **more):
        try:
            encoder = Encoder(self.limit)
            parts = ['"outcome":"%s"' % outcome]
            parts += ['"%s":%s' % (key, encode(encoder)) for key, encode in more.items()]
        except TooLarge:
            parts = ['"outcome":"too-large"']
        except BaseException:  # a value whose own code runs when it is looked at, and fails
            parts = ['"outcome":"unreadable"']
        data = ('{"format":1,%s}' % ",".join(parts)).encode()
        while data:
            data = data[os.write(self.channel, data):]
        os.close(self.channel)

    def send_error(self, outcome, error, path, **more):
        self.send(
            outcome,
            error=lambda encoder: encoder.exception(error),
            frames=lambda encoder: encoder.value(frames(error.__traceback__, path)),
            **more,
        )


def syntax_place(error):
    """Where a SyntaxError points to, columns from 0 as everywhere else."""
    line, column, end = error.lineno or 0, error.offset or 0, error.end_offset or 0
    return [(line, error.end_lineno or line, max(column - 1, 0), max(end - 1, 0), "")]


def load(source, path):
    """The learner's module, run as `import solution` would, but without leaving a __pycache__."""
    module = type(sys)("solution")
    module.__file__ = path
    sys.modules["solution"] = module
    exec(compile(source, path, "exec", dont_inherit=True), module.__dict__)
    return module


def names_for(task, module):
    """What a case's expression may name."""
    names = dict(vars(module))
    names.update(os=os, solution=module)
    if "Path" in task["code"]:
        from pathlib import Path
        names.update(Path=Path)
    return names


def evaluate(task, module):
    names = names_for(task, module)
    if task["form"] == "call":
        return eval(compile(task["code"], "<call>", "eval", dont_inherit=True), names)
    exec(compile(task["code"], "<script>", "exec", dont_inherit=True), names)
    return names["result"]


def start_helper(source):
    """A process of the world that runs beside the call and has said, by a first line, that it is ready.

    It is nobody's child here: what the learner waits for, lists or kills of its own children is its own.
    """
    ready, told = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.setsid()
            if os.fork() == 0:
                null = os.open(os.devnull, os.O_RDWR)
                for number, descriptor in enumerate((null, told, null)):
                    os.dup2(descriptor, number)
                os.execv("/usr/bin/python3", ["python3", "-I", "-c", source])
        finally:
            os._exit(0)
    os.close(told)
    os.waitpid(child, 0)
    os.read(ready, 1)  # nothing, where it ended without a word
    os.close(ready)


def callables(module):
    return sorted(name for name, value in vars(module).items() if callable(value) and not name.startswith("_"))


def run(task, report):
    path = os.path.abspath("solution.py")
    with open(path, "rb") as file:
        source = file.read()
    before = State()
    try:
        module = load(source, path)
    except SyntaxError as error:
        if error.filename not in (path, None):  # a file that the learner's file imports
            report.send_error("import", error, path)
        else:
            report.send("syntax", text=lambda encoder: encoder.string(str(error.msg)),
                        frames=lambda encoder: encoder.value(syntax_place(error)))
        return 1
    except BaseException as error:
        report.send_error("import-exit" if isinstance(error, SystemExit) else "import", error, path)
        return 1
    entry = getattr(module, task["entry"], None)
    if not callable(entry):
        report.send("missing" if entry is None else "not-callable",
                    names=lambda encoder: encoder.value(callables(module)))
        return 1
    return call(task, module, report, before, path)


def call(task, module, report, before, path):
    error = result = None
    try:
        result = evaluate(task, module)
    except BaseException as raised:
        error = raised
    after = State()
    about = {
        "changes": lambda encoder: encoder.value(after.changes(before)),
        "peak_kb": lambda encoder: encoder.value((before.peak_kb, after.peak_kb)),
    }
    if error is not None:
        report.send_error("raised", error, path, **about)
        return 1
    report.send("value", value=lambda encoder: encoder.value(result), **about)
    return 0


def main():
    with open(".ringside", encoding="utf-8") as file:
        task = eval(file.read(), {"__builtins__": {}})
    report = Report(task)
    for source in task["helpers"]:
        start_helper(source)
    try:
        return run(task, report)
    except OSError:
        return 1  # the learner closed the channel: no report is one, too


if __name__ == "__main__":
    sys.exit(main())
