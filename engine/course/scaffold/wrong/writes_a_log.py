import os


def @ENTRY@(directory):
    with os.scandir(directory) as entries:
        names = [entry.name for entry in entries if entry.is_file(follow_symlinks=False)]
    with open("listing.log", "w", encoding="utf-8", errors="surrogateescape") as log:
        log.write("\n".join(names))
    return sorted(names, key=os.fsencode)
