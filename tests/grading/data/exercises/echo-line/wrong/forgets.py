import os
import sys

print(sys.argv[1], os.environ["MODE"], sys.stdin.read().strip())
sys.exit(3)
