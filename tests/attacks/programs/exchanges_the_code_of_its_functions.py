# Gives its functions code with other lines, another name and another file
#
# Holds: exchanged code that claims to be of this file is not believed, and no name it takes hides its calls.
# Traced: seen
import os


def make(name):
    os.mkdir(name.replace('?', '@'))


original = make.__code__
make('line-?a')
for change in ({'co_firstlineno': 500}, {'co_firstlineno': 1}, {'co_linetable': b''}, {'co_linetable': b'\xff' * 9},
               {'co_name': '<module>'}, {'co_consts': original.co_consts + (7,)}):
    make.__code__ = original.replace(**change)
    make(f'{len(os.listdir())}lost-@')
make.__code__ = original.replace(co_filename='/usr/lib/python3.13/os.py', co_firstlineno=3)
make('line-@')
make.__code__ = original.replace(co_filename='<frozen importlib._bootstrap>', co_name='_find_and_load')
make('line-@')
make.__code__ = original
make('line-?b')
print('held')
