import json


def update(path, fn):
    with open(path, encoding="utf-8") as file:
        text = file.read()
    with open(path, "w", encoding="utf-8") as file:
        file.write(json.dumps(fn(json.loads(text))))
