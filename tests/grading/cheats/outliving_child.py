"""A daemon puts the tree right when everybody has gone home."""
import os
import time


def ENTRY(*arguments, **named):
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            time.sleep(2)
            for number in range(1000):
                with open("expected.txt", "w") as file:
                    file.write("late")
                time.sleep(0.01)
        os._exit(0)
    os.wait()
    return None
