import os, shutil
os.makedirs('a/b')
open('a/b/f', 'w').write('x')
shutil.copytree('a', 'c')
shutil.move('c/b/f', 'f')
shutil.rmtree('a')
print(shutil.which('sh'), shutil.disk_usage('.').total > 0)
