import subprocess
a = subprocess.Popen(['printf', 'b\\na\\n'], stdout=subprocess.PIPE)
b = subprocess.run(['sort'], stdin=a.stdout, capture_output=True, text=True)
a.stdout.close()
a.wait()
print(b.stdout.split())
