import fnmatch, glob
for n in ('a.py', 'b.txt'):
    open(n, 'w').close()
print(sorted(glob.glob('*.py')), fnmatch.filter(['x.c', 'y.h'], '*.h'))
