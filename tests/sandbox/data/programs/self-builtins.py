import builtins
print(len(dir(builtins)), exit, quit, copyright.__class__.__name__)
