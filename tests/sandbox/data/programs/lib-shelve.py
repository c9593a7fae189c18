import shelve
try:
    with shelve.open('s') as s:
        s['k'] = 1
    print(shelve.open('s')['k'])
except Exception as error:
    print(type(error).__name__)
