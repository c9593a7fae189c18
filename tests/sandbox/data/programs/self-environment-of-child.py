import subprocess
print(sorted(line.partition('=')[0] for line in subprocess.run(['env'], capture_output=True, text=True).stdout.splitlines()))
