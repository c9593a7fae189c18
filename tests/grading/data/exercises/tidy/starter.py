def tidy(directory):
    raise NotImplementedError("move the files")
