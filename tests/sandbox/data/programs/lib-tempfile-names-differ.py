import tempfile
a, b = tempfile.mktemp(), tempfile.mktemp()
print(a != b, len(a) == len(b))
