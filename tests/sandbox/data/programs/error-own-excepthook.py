import sys
def hook(kind, value, traceback):
    print('hook', kind.__name__, value)
sys.excepthook = hook
raise OSError(2, 'text', 'name')
