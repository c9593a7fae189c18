import os


def @ENTRY@(directory):
    return sorted(os.listdir(directory), key=os.fsencode)
