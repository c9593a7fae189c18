"""Prints what the reference solutions say about each directory named on the command line.

One line for each fact, paths in hexadecimal, in an order that depends on nothing.
"""

import errno
import importlib.util
import os
import sys

exercises = sys.argv[1]


def load(slug):
    place = os.path.join(exercises, "05-os-module", slug, "solution.py")
    spec = importlib.util.spec_from_file_location(slug.replace("-", "_"), place)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def shown(path):
    return os.fsencode(path).hex()


def errors(function, root):
    for error in function.errors:
        path = os.path.relpath(os.fsdecode(error.filename), root)
        yield f"error {shown(path)} {errno.errorcode[error.errno]}"


census = load("count-by-extension").count_by_extension
by_size = load("find-duplicates").find_duplicates
by_content = load("find-true-duplicates").find_true_duplicates
audit = load("audit").audit


def facts(root):
    for extension, count in census(root).items():
        yield f"census {shown(extension)} {count}"
    for size, paths in by_size(root).items():
        yield f"size {size} {' '.join(shown(path) for path in paths)}"
    yield from (f"size {line}" for line in errors(by_size, root))
    for paths in by_content(root).values():
        yield f"content {' '.join(shown(path) for path in paths)}"
    yield from (f"content {line}" for line in errors(by_content, root))
    for finding in audit(root):
        yield f"audit {shown(finding.path)} {finding.kind} {finding.mode:04o}"
    yield from (f"audit {line}" for line in errors(audit, root))


for root in sys.argv[2:]:
    for fact in sorted(facts(root)):
        print(fact)
    print()
