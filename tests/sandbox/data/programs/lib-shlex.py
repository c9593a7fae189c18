import shlex
print(shlex.split('a "b c" d\\ e'), shlex.quote("it's"))
