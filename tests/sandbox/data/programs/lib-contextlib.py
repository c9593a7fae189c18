import contextlib
with contextlib.suppress(ValueError):
    int('x')
with contextlib.ExitStack() as stack:
    stack.callback(print, 'left')
