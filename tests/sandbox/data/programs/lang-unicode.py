import unicodedata
print(unicodedata.normalize('NFD', 'é').encode(), 'ß'.upper(), len('👨‍👩‍👧'))
