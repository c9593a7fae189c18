import os, tempfile
with tempfile.TemporaryDirectory() as d:
    with tempfile.NamedTemporaryFile(dir=d) as f:
        print(os.path.dirname(f.name) == d, oct(os.stat(f.name).st_mode), oct(os.stat(d).st_mode))
print(os.path.exists(d))
