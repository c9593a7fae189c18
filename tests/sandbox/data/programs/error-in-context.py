try:
    int('x')
except ValueError:
    open('missing')
