"""Start a program with a clean environment, and hand it secrets that nobody else sees."""

import contextlib
import json
import os
import subprocess
import threading


def run_clean(argv, allow, secrets):
    env = {name: os.environ[name] for name in allow if name in os.environ}
    reading, writing = os.pipe()
    # Nobody reads yet, and a pipe holds 64 KiB: a thread writes while communicate() reads what the child says.
    writer = threading.Thread(target=hand_over, args=(writing, repr(secrets).encode()))
    try:
        env["SECRETS_FD"] = str(reading)
        child = subprocess.Popen(argv, env=env, pass_fds=[reading], stdin=subprocess.DEVNULL,
                                 stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    except BaseException:
        os.close(writing)
        raise
    finally:
        os.close(reading)  # while this end is open, the writer would never hear that the child is gone
    writer.start()
    with child:
        try:
            out, err = child.communicate()
        except BaseException:
            child.kill()
            raise
        finally:
            writer.join()
    return subprocess.CompletedProcess(argv, child.returncode, out, err)


def hand_over(fd, data):
    with contextlib.suppress(BrokenPipeError), open(fd, "wb", buffering=0) as pipe:
        while data:
            data = data[pipe.write(data):]
