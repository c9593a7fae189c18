import os
for i in range(50):
    os.mkdir('d')
    os.chdir('d')
open('bottom', 'w').close()
