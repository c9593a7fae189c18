# Tells the code that runs to be of another file, before it has called anything
#
# Holds: what runs as the script is the learner's, whatever it calls itself; its lines are unknown, not hidden.
# Traced: seen
import _imp
import sys

_imp._fix_co_filename(sys._getframe().f_code, '/usr/lib/python3.13/os.py')
import os
os.mkdir('lost-@')


def make():
    os.mkdir('lost-@')


make()
_imp._fix_co_filename(sys._getframe().f_code, '<frozen importlib._bootstrap>')
os.mkdir('lost-@')
_imp._fix_co_filename(sys._getframe().f_code, '/home/learner/other.py')
os.mkdir('lost-@')
print('held')
