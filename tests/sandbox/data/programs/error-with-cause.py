try:
    {}['a']
except KeyError as error:
    raise ValueError('outer') from error
