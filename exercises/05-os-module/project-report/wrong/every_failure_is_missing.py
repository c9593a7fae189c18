"""A report on a project."""

import json
import os
import signal
import stat
import subprocess
import sys
import tempfile
from datetime import datetime, timezone

LARGE = 100 * 1024
FOREIGN = {"__pycache__", "node_modules"}


def project_report(root, output, *, linter="pyflakes", timeout=30):
    sizes, errors = measure(root, os.path.realpath(output))
    report = {
        "made": datetime.now(timezone.utc).isoformat(),
        "files": len(sizes),
        "bytes": sum(sizes.values()),
        "by_extension": count_extensions(sizes),
        "large": sorted(path for path, size in sizes.items() if size > LARGE),
        "lint": lint(linter, root, timeout),
        "errors": errors,
    }
    save(report, output)
    return report


def measure(root, left_out):
    """Sizes of the project's files by relative path, and what could not be examined."""
    sizes, errors = {}, []
    for path, dirs, files in os.walk(root, onerror=lambda error: errors.append(str(error))):
        dirs[:] = sorted(name for name in dirs if not name.startswith(".") and name not in FOREIGN)
        for name in sorted(files):
            full = os.path.join(path, name)
            try:
                info = os.lstat(full)
            except FileNotFoundError:  # vanished meanwhile
                continue
            except OSError as error:
                errors.append(str(error))
                continue
            if stat.S_ISREG(info.st_mode) and os.path.realpath(full) != left_out:
                sizes[os.path.relpath(full, root)] = info.st_size
    return sizes, errors


def count_extensions(paths):
    counts = {}
    for path in paths:
        extension = os.path.splitext(path)[1].lower() or "(none)"
        counts[extension] = counts.get(extension, 0) + 1
    return dict(sorted(counts.items()))


def lint(module, root, timeout):
    # Files take the output, so that nobody who holds a pipe open can keep us waiting.
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        process = subprocess.Popen([sys.executable, "-m", module, root], stdin=subprocess.DEVNULL, stdout=out,
                                   stderr=err, start_new_session=True)
        try:
            process.wait(timeout)
            status = "done"
        except subprocess.TimeoutExpired:
            status = "timeout"
        finally:
            try:
                os.killpg(process.pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
            process.wait()
        # Python found no such module: not an exception here, but a message of the child.
        if process.returncode == 1:
            status = "missing"
        return {"status": status, "lines": text_of(out).splitlines() if status == "done" else []}


def text_of(file):
    file.seek(0)
    return file.read().decode("utf-8", "replace")


def save(report, output):
    folder = os.path.dirname(os.path.abspath(output))
    fd, unfinished = tempfile.mkstemp(prefix=".report-", dir=folder)
    try:
        with open(fd, "w", encoding="utf-8") as f:
            json.dump(report, f, indent=2)
            os.fchmod(fd, 0o644)
        os.replace(unfinished, output)
    except BaseException:
        os.unlink(unfinished)
        raise
