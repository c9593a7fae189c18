def merge_patch(target, patch):
    if not isinstance(patch, dict):
        return patch
    merged = dict(target) if isinstance(target, dict) else {}
    for name, value in patch.items():
        if value is None:
            merged.pop(name, None)
        else:
            merged[name] = merge_patch(merged.get(name), value)
    return merged


KINDS = {"null": type(None), "boolean": bool, "number": (int, float), "string": str, "array": list, "object": dict}


def has_type(value, name):
    if isinstance(value, bool):
        return name == "boolean"
    if name == "integer":
        return isinstance(value, int) or isinstance(value, float) and value == int(value)
    return isinstance(value, KINDS[name])


def validate(doc, schema, pointer=""):
    errors = []
    names = schema.get("type")
    if names is not None:
        names = [names] if isinstance(names, str) else names
        if not any(has_type(doc, name) for name in names):
            errors.append((pointer, "wrong type"))
    if isinstance(doc, dict):
        for name in schema.get("required", []):
            if name not in doc:
                errors.append((pointer + "/" + name, "is missing"))
        for name, inner in schema.get("properties", {}).items():
            if name in doc:
                errors += validate(doc[name], inner, pointer + "/" + name)
    return errors
