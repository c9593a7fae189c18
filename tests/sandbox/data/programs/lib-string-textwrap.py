import string, textwrap
print(string.Template('$a').substitute(a=1), textwrap.fill('word ' * 20, 30))
