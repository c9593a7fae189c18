import os, pathlib
print(os.path.expanduser('~') == os.environ['HOME'], str(pathlib.Path.home()) == os.environ['HOME'])
