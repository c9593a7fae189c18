import sys
before = set(sys.modules)
import shutil, tempfile, subprocess, pathlib, json, csv, hashlib, logging
print(sorted(set(sys.modules) - before))
