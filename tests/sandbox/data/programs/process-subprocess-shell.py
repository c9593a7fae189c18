import subprocess
print(subprocess.check_output('echo $((6 * 7)) | tr 4 x', shell=True, text=True))
