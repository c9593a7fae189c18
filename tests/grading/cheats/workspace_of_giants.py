"""Leaves files that claim to be huge, and more names than anybody wants to read."""
import os


def ENTRY(*arguments, **named):
    for number in range(100000):
        try:
            with open(f"n{number}", "wb") as file:
                if number < 3:
                    file.truncate(15 << 20)
        except OSError:
            break
    return None
