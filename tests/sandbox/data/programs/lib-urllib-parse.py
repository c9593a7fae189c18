from urllib.parse import quote, urlparse
print(urlparse('http://a/b?c=d#e'), quote('a b/é'))
