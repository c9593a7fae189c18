"""Lists what the modules of the lessons offer, one name a line with its signature: what the editor completes.

Renew with the course's Python: python3.13 -I resources/python/list_names.py > resources/python/names.txt
"""
import builtins
import importlib
import inspect
import keyword

MODULES = """os os.path shutil pathlib subprocess sys stat errno json io time tempfile contextlib signal fcntl hashlib
csv re collections itertools functools datetime argparse logging struct mmap select socket threading""".split()
CLASSES = {"pathlib": ["Path"], "subprocess": ["Popen", "CompletedProcess"], "os": ["DirEntry", "stat_result"]}


def signature(thing):
    try:
        text = str(inspect.signature(thing))
    except (TypeError, ValueError):
        return ""
    for noise in ("(self, /, ", "(self, ", "(self, /)", "(self)", "($self, /, "):
        if text.startswith(noise):
            text = "(" + text[len(noise):] if noise.endswith(", ") else "()" + text[len(noise):]
    text = text.split(" -> ")[0].replace(", /", "").replace("(/, ", "(")
    if "<" in text or " at 0x" in text:
        return "(…)"
    return text if len(text) <= 80 else text[:80].rsplit(",", 1)[0] + ", …)"


def show(name, thing):
    print(name + signature(thing) if callable(thing) and not isinstance(thing, type) else name)


for word in keyword.kwlist:
    print(word)
for name in dir(builtins):
    if not name.startswith("_") and name not in ("copyright", "credits", "exit", "quit", "license"):
        show(name, getattr(builtins, name))
for module in MODULES:
    loaded = importlib.import_module(module)
    print(module)
    public = getattr(loaded, "__all__", None) or [n for n in dir(loaded) if not n.startswith("_")]
    for name in sorted(set(public)):
        thing = getattr(loaded, name, None)
        if not inspect.ismodule(thing):
            show(f"{module}.{name}", thing)
    for cls in CLASSES.get(module, []):
        for name in sorted(dir(getattr(loaded, cls))):
            if not name.startswith("_"):
                show(f"{module}.{cls}.{name}", getattr(getattr(loaded, cls), name))
