import os
os.mkdir('d')
os.chdir('d')
print(os.path.basename(os.getcwd()))
open('here', 'w').close()
