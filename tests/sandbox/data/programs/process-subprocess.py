import subprocess
r = subprocess.run(['sh', '-c', 'echo out; echo err >&2; exit 7'], capture_output=True, text=True)
print(r.returncode, repr(r.stdout), repr(r.stderr))
