open('f', 'x').close()
try:
    open('f', 'x')
except FileExistsError as error:
    print(error)
