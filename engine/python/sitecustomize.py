"""Makes the interpreter that is just starting a zygote: the parent of warm runs.

The steward starts `python3 main.py` with this folder on PYTHONPATH, so site imports this file when the
interpreter is ready but has not looked at main.py yet. serve() then waits for orders and forks one process per
run. In the zygote it never returns. In the learner's process it returns inside a finished box; this file takes
its traces away, and the interpreter goes on as if it had just started: it opens main.py and runs it.

The zygote never sees a byte of a learner's: it forks, and passes descriptors on.
"""

import sys


def forget_hook():
    """Path, environment and caches as they are without us. Returns the modules to keep at hand."""
    import os
    import posix
    folder = os.environ.pop('PYTHONPATH')
    stock = os.environ.pop('RINGSIDE_STOCK', '')
    for name in (b'PYTHONPATH', b'RINGSIDE_STOCK'):
        posix.environ.pop(name, None)
    import ringside_zygote
    del sys.modules['ringside_zygote']
    sys.path.remove(folder)
    sys.path_importer_cache.pop(folder, None)
    del sys.modules['sitecustomize']
    return ringside_zygote, stock.split()


def take_request(arguments, environment):
    """What a cold interpreter would have got from execve()."""
    import os
    sys.argv[1:] = arguments
    sys.orig_argv[2:] = arguments
    for variable in environment:
        name, _, value = variable.partition('=')
        if os.environ.get(name) != value:
            os.environ.pop(name, None)  # a changed variable comes last, as in the list
            os.environ[name] = value


def renew_main():
    """A new __main__. gc.freeze() has put the old one out of the collector's sight: files that main.py leaves
    open would not be flushed at the end."""
    old = sys.modules['__main__']
    new = type(sys)('__main__')
    new.__dict__.update(old.__dict__)
    new.__annotations__ = {}
    sys.modules['__main__'] = new


class Stock:
    """Modules that are loaded but out of sight until the program imports them. Then they appear in sys.modules
    with everything a real import would have brought, in the same order."""

    def __init__(self, names):
        self.modules = {}
        self.specs = {}
        self.imports = {}  # module name -> names it imports, in order
        self.load(names)

    def load(self, names):
        import builtins
        before = dict(sys.modules)
        original = builtins.__import__

        def noting(name, globals=None, locals=None, fromlist=(), level=0):
            importer = (globals or {}).get('__name__')
            found = original(name, globals, locals, fromlist, level)
            noted = self.imports.setdefault(importer, [])
            if level:
                name = self.absolute(name, globals, level)
            parts = name.split('.')
            noted.extend('.'.join(parts[:i + 1]) for i in range(len(parts)))
            noted.extend(f'{name}.{item}' for item in fromlist or () if f'{name}.{item}' in sys.modules)
            return found

        builtins.__import__ = noting
        try:
            for name in names:
                try:
                    __import__(name)
                except ImportError:
                    pass  # not part of this installation
        finally:
            builtins.__import__ = original
        self.imports.pop(__name__, None)
        for name in list(sys.modules):
            if name not in before:
                self.modules[name] = sys.modules.pop(name)
                self.specs[name] = getattr(self.modules[name], '__spec__', None)

    @staticmethod
    def absolute(name, globals, level):
        package = globals.get('__package__') or globals['__name__'].rpartition('.')[0]
        base = package.rsplit('.', level - 1)[0]
        return f'{base}.{name}' if name else base

    def find_spec(self, name, path=None, target=None):
        """As a finder on sys.meta_path, just before the one that looks at directories."""
        if name not in self.modules:
            return None
        if path is None:
            shadow = self.shadow(name)
            if shadow is not None:
                return shadow
        elif sys.modules.get(name.rpartition('.')[0]) is not self.modules.get(name.rpartition('.')[0]):
            return None  # a package of the program's own with a familiar name
        import _frozen_importlib
        return _frozen_importlib.ModuleSpec(name, self)

    def shadow(self, name):
        """The program's own module of this name, in a folder that comes before the library's."""
        import _frozen_importlib_external
        import os
        library = os.path.dirname(os.__file__)
        own = []
        for folder in sys.path:
            if folder == library:
                break
            own.append(folder)
        return _frozen_importlib_external.PathFinder.find_spec(name, own)

    def create_module(self, spec):
        return self.modules[spec.name]

    def exec_module(self, module):
        name = module.__name__
        module.__spec__ = self.specs[name]
        self.reveal(name)

    def reveal(self, name):
        for imported in self.imports.get(name, ()):
            if imported in self.modules and imported not in sys.modules:
                sys.modules[imported] = self.modules[imported]
                self.reveal(imported)

    def put_on_path(self):
        import _frozen_importlib_external
        sys.meta_path.insert(sys.meta_path.index(_frozen_importlib_external.PathFinder), self)


def become_zygote():
    before = set(sys.modules) - {'sitecustomize'}
    zygote, names = forget_hook()
    stock = Stock(names) if names else None
    import gc
    gc.collect()
    gc.freeze()
    for name in set(sys.modules) - before:
        del sys.modules[name]
    arguments, environment = zygote.serve()
    take_request(arguments, environment)
    renew_main()
    if stock:
        stock.put_on_path()


become_zygote()
# site goes on as it would without this file: with the machine's own sitecustomize, or with none.
import sitecustomize
