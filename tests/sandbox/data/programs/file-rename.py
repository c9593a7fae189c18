import os
open('a', 'w').close()
os.mkdir('d')
os.rename('a', 'd/b')
os.replace('d/b', 'c')
print(sorted(os.listdir('.')))
