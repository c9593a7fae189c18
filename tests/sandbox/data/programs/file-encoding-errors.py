open('b', 'wb').write(b'a\xffb')
for errors in ('strict', 'ignore', 'replace', 'surrogateescape', 'backslashreplace'):
    try:
        print(errors, ascii(open('b', encoding='utf-8', errors=errors).read()))
    except UnicodeDecodeError as error:
        print(errors, error)
