import tomllib
print(tomllib.loads('a = [1, 2]\n[t]\nx = "y"'))
