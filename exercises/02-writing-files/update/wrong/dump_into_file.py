import json


def update(path, fn):
    with open(path, encoding="utf-8") as file:
        settings = json.load(file)
    new = fn(settings)
    with open(path, "w", encoding="utf-8") as file:
        json.dump(new, file)
