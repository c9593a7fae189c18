for word in ('a', 'b'):
    with open('f', 'a') as f:
        f.write(word)
print(open('f').read())
