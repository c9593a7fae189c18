import io
b = io.BytesIO(b'abc')
print(b.read(2), io.TextIOWrapper(io.BytesIO(b'x\ny')).readlines())
