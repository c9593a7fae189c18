import os.path as p
print(p.join('a', '/b'), p.normpath('a//b/../c'), p.splitext('x.tar.gz'), p.commonpath(['/a/b', '/a/c']))
