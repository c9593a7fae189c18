try:
    open('x' * 256, 'w')
except OSError as error:
    print(error.strerror)
