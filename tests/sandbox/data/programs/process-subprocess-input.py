import subprocess
print(subprocess.run(['cat'], input='given', capture_output=True, text=True).stdout)
