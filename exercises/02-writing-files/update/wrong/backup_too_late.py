import json
import os
import shutil


def update(path, fn):
    path = os.fspath(path)
    with open(path, encoding="utf-8") as file:
        settings = json.load(file)
    new = fn(settings)
    with open(path, "w", encoding="utf-8") as file:
        shutil.copy(path, path + ".bak")
        try:
            json.dump(new, file)
        except BaseException:
            shutil.copy(path + ".bak", path)
            raise
        finally:
            os.unlink(path + ".bak")
