try:
    open('.').read()
except IsADirectoryError as error:
    print(error)
