print({'apple', 'pear', 'fig', 'plum'}, frozenset('hello'))
