"""Changes JSON documents by patches, and says what is wrong with them."""

import copy
import re


def merge_patch(target, patch):
    if not isinstance(patch, dict):
        return copy.deepcopy(patch)
    merged = copy.deepcopy(target) if isinstance(target, dict) else {}
    merge_into(merged, patch)
    return merged


def merge_into(merged, patch):
    for name, value in patch.items():
        if value is None:
            merged.pop(name, None)
        elif isinstance(value, dict):
            if not isinstance(merged.get(name), dict):
                merged[name] = {}
            merge_into(merged[name], value)
        else:
            merged[name] = merged[name] + value if isinstance(merged.get(name), list) and isinstance(value, list) else copy.deepcopy(value)


def validate(doc, schema):
    return sorted(errors(doc, schema, ""))


def errors(value, schema, pointer):
    names = schema.get("type", [])
    names = [names] if isinstance(names, str) else names
    if names and not any(is_a(value, name) for name in names):
        yield pointer, f"is no {' or '.join(names)}"
    if "enum" in schema and not any(equal(value, allowed) for allowed in schema["enum"]):
        yield pointer, "is none of the allowed values"
    if is_a(value, "number"):
        yield from number_errors(value, schema, pointer)
    if isinstance(value, str):
        yield from string_errors(value, schema, pointer)
    if isinstance(value, dict):
        yield from member_errors(value, schema, pointer)
    if isinstance(value, list) and "items" in schema:
        for index, item in enumerate(value):
            yield from errors(item, schema["items"], f"{pointer}/{index}")


def number_errors(value, schema, pointer):
    if "minimum" in schema and value < schema["minimum"]:
        yield pointer, f"is less than {schema['minimum']}"
    if "maximum" in schema and value > schema["maximum"]:
        yield pointer, f"is more than {schema['maximum']}"


def string_errors(value, schema, pointer):
    if len(value) < schema.get("minLength", 0):
        yield pointer, f"is shorter than {schema['minLength']}"
    if "pattern" in schema and not re.search(schema["pattern"], value):
        yield pointer, f"does not match {schema['pattern']}"


def member_errors(value, schema, pointer):
    for name in schema.get("required", []):
        if name not in value:
            yield below(pointer, name), "is missing"
    known = schema.get("properties", {})
    others = schema.get("additionalProperties", True)
    for name, inner in value.items():
        if name in known:
            yield from errors(inner, known[name], below(pointer, name))
        elif others is False:
            yield below(pointer, name), "is not allowed"
        elif isinstance(others, dict):
            yield from errors(inner, others, below(pointer, name))


def below(pointer, name):
    return pointer + "/" + name.replace("~", "~0").replace("/", "~1")


def is_a(value, name):
    if isinstance(value, bool):
        return name == "boolean"
    if name == "integer":
        return isinstance(value, int) or isinstance(value, float) and value.is_integer()
    kinds = {"null": type(None), "number": (int, float), "string": str, "array": list, "object": dict}
    return name in kinds and isinstance(value, kinds[name])


def equal(one, other):
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(equal, one, other))
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(equal(one[name], other[name]) for name in one)
    return one == other
