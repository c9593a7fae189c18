import os
open('a', 'w').write('hello')
a = os.open('a', os.O_RDONLY)
b = os.open('b', os.O_CREAT | os.O_WRONLY)
print(os.copy_file_range(a, b, 5))
