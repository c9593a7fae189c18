print(int(input('a? ')) + int(input('b? ')))
