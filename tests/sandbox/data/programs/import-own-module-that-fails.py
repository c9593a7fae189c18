open('fails.py', 'w').write('1 / 0\n')
try:
    import fails
except ZeroDivisionError:
    import sys
    print('fails' in sys.modules)
