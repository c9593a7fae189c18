import os
os.mkdir('logging')
open('logging/__init__.py', 'w').write('X = 2\n')
import logging
print(logging.X)
