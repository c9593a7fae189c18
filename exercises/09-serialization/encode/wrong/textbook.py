import struct

WIRES = {"varint": 0, "sint": 0, "fixed64": 1, "bytes": 2, "fixed32": 5}


def varint(value):
    out = b""
    while value > 127 or value < -1000:
        out += bytes([value & 127 | 128])
        value >>= 7
    return out + bytes([value & 127])


def encode(fields):
    out = []
    for number, kind, value in fields:
        out.append(varint(number << 3 | WIRES[kind]))
        if kind == "varint":
            out.append(varint(value))
        elif kind == "sint":
            out.append(varint(value * 2 if value >= 0 else -value * 2 - 1))
        elif kind == "fixed32":
            out.append(struct.pack("<I", value))
        elif kind == "fixed64":
            out.append(struct.pack("<Q", value))
        else:
            out.append(varint(len(value)) + value)
    return b"".join(out)


def decode(data):
    fields = []
    position = 0

    def read():
        nonlocal position
        value = shift = 0
        while True:
            byte = data[position]
            position += 1
            value |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return value

    while position < len(data):
        tag = read()
        number, wire = tag >> 3, tag & 7
        if wire == 0:
            value = read()
        elif wire == 2:
            size = read()
            value = bytes(data[position : position + size])
            position += size
        else:
            size = 8 if wire == 1 else 4
            value = int.from_bytes(data[position : position + size], "little")
            position += size
        fields.append((number, wire, value))
    return fields


def get(data, number, kind):
    found = None
    for other, wire, value in decode(data):
        if other == number and wire == WIRES[kind]:
            found = value
    if found is not None and kind == "sint":
        found = found // 2 if found % 2 == 0 else -(found + 1) // 2
    return found


def put(data, number, kind, value):
    names = {0: "varint", 1: "fixed64", 2: "bytes", 5: "fixed32"}
    fields = [(other, names[wire], old) for other, wire, old in decode(data) if (other, wire) != (number, WIRES[kind])]
    return encode(fields + [(number, kind, value)])
