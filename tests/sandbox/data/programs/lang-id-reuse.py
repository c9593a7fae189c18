print(type(id(object())), id(None) == id(None))
