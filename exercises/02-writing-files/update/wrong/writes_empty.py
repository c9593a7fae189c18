import json


def update(path, fn):
    with open(path, encoding="utf-8") as file:
        try:
            settings = json.load(file)
        except ValueError:
            settings = {}
    try:
        text = json.dumps(fn(settings))
    except Exception:
        text = "{}"
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
