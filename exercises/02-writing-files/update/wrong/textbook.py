import json


def update(path, fn):
    with open(path, encoding="utf-8") as file:
        settings = json.load(file)
    text = json.dumps(fn(settings))
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
