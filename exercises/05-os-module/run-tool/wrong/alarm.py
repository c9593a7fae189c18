"""Run another program, and know for certain how it ended."""

import os
import signal
import subprocess
import tempfile
from typing import NamedTuple


class Result(NamedTuple):
    code: int | None
    signal: int | None
    out: str
    err: str
    timed_out: bool


def run_tool(argv, timeout):
    # Files, not pipes: they take any amount, and nobody who holds them open can keep us waiting.
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        tool = subprocess.Popen(argv, stdin=subprocess.DEVNULL, stdout=out, stderr=err, start_new_session=True)
        timed_out = False
        signal.signal(signal.SIGALRM, lambda number, frame: None)
        try:
            tool.wait(timeout)
        except subprocess.TimeoutExpired:
            timed_out = True
        finally:
            kill_group(tool.pid)
            tool.wait()
        killed = tool.returncode < 0
        return Result(
            code=None if killed else tool.returncode,
            signal=-tool.returncode if killed else None,
            out=text_of(out),
            err=text_of(err),
            timed_out=timed_out,
        )


def kill_group(leader):
    """The session that Popen made has its leader's number as group: whatever is left in it goes."""
    try:
        os.killpg(leader, signal.SIGKILL)
    except ProcessLookupError:
        pass


def text_of(file):
    file.seek(0)
    return file.read().decode("utf-8", "replace")
