try:
    print('\udcff')
except UnicodeEncodeError as error:
    print(error)
