import subprocess
p = subprocess.Popen(['sleep', '10'])
p.terminate()
print(p.wait())
