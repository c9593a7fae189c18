for name in ('missing', 'main.py/x', '.'):
    try:
        open(name, 'w' if name == '.' else 'r')
    except OSError as error:
        print(type(error).__name__, error.errno, error.strerror, error.filename)
