import os
import sys

print(sys.argv[1], os.environ["MODE"], sys.stdin.read().strip())
with open("out.txt", "w") as file:
    file.write("x")
