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
    with everything a real import would have brought, in the same order. Whatever could make that import come out
    differently, a file of the program's own with the name of any of them for example, makes it a real import."""

    MACHINERY = ('_frozen_importlib', '_frozen_importlib_external', 'importlib._bootstrap',
                 'importlib._bootstrap_external')

    def __init__(self, names):
        self.hidden = {}
        self.specs = {}
        self.imports = {}  # module name -> names it imports, in order
        before = set(sys.modules)
        self.load(names)
        self.known = dict(sys.modules)
        for name in [name for name in sys.modules if name not in before]:
            self.hidden[name] = sys.modules.pop(name)
            self.specs[name] = getattr(self.hidden[name], '__spec__', None)
        self.add_aliases()

    def load(self, names):
        import builtins
        original = builtins.__import__

        under_way = []

        def noting(name, globals=None, locals=None, fromlist=(), level=0):
            full = self.absolute(name, globals, level) if level else name
            importer = (globals or {}).get('__name__')
            if importer in self.MACHINERY:
                importer = under_way[-1]  # a module in C, which has no globals of its own
            under_way.append(full)
            try:
                found = original(name, globals, locals, fromlist, level)
            finally:
                under_way.pop()
            noted = self.imports.setdefault(importer, [])
            parts = full.split('.')
            noted.extend('.'.join(parts[:i + 1]) for i in range(len(parts)))
            noted.extend(f'{full}.{item}' for item in fromlist or () if f'{full}.{item}' in sys.modules)
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

    @staticmethod
    def absolute(name, globals, level):
        package = globals.get('__package__') or globals['__name__'].rpartition('.')[0]
        base = package.rsplit('.', level - 1)[0]
        return f'{base}.{name}' if name else base

    def add_aliases(self):
        """Second names of modules: a package has put them into sys.modules itself, as its first act."""
        for name in reversed(self.specs):
            package = name.rpartition('.')[0]
            if package and getattr(self.specs[name], 'name', name) != name:
                self.imports.setdefault(package, []).insert(0, name)

    def brought_by(self, name, seen):
        """What importing it adds to sys.modules: what it imports first, then the module itself."""
        seen.add(name)
        for imported in self.imports.get(name, ()):
            if imported in self.hidden and imported not in seen:
                yield from self.brought_by(imported, seen)
        yield name

    def find_spec(self, name, path=None, target=None):
        """As a finder on sys.meta_path, just before the one that looks at directories."""
        if name not in self.hidden:
            return None
        import _frozen_importlib
        brought = list(self.brought_by(name, set()))
        if self.is_untouched(name, brought) and not self.is_shadowed(brought):
            return _frozen_importlib.ModuleSpec(name, self, loader_state=brought)
        return None

    def is_untouched(self, name, brought):
        """All that these modules refer to is still what it was when they were loaded."""
        package = name.rpartition('.')[0]
        needed = {imported for module in brought for imported in self.imports.get(module, ())}
        needed.add(package)
        return all(sys.modules[n] is self.known[n] for n in needed if n in sys.modules and n in self.known)

    def is_shadowed(self, brought):
        """The program has a file of such a name in a folder that comes before the library's."""
        import os
        library = os.path.dirname(os.__file__)
        tops = {name.partition('.')[0] for name in brought}
        for folder in sys.path:
            if folder == library:
                return False
            try:
                if any(entry.partition('.')[0] in tops for entry in os.listdir(folder or '.')):
                    return True
            except OSError:
                if os.path.exists(folder):
                    return True  # an archive, or closed to us: Python itself shall look
        return True

    def create_module(self, spec):
        return self.hidden[spec.name]

    def exec_module(self, module):
        """Everything once only: what the program then removes from sys.modules it can load anew."""
        brought = module.__spec__.loader_state
        for name in brought:
            module = self.hidden.pop(name)
            module.__spec__ = self.specs.pop(name)
            sys.modules.pop(name, None)
            sys.modules[name] = module

    def put_on_path(self):
        import _frozen_importlib_external
        sys.meta_path.insert(sys.meta_path.index(_frozen_importlib_external.PathFinder), self)


def find_successor():
    """The machine's own sitecustomize, which this file stands before; else what site is to get to hear."""
    try:
        import sitecustomize
        return sitecustomize, None
    except ImportError as error:
        return None, error.with_traceback(None)


def become_zygote():
    before = set(sys.modules) - {'sitecustomize'}
    zygote, names = forget_hook()
    stock = Stock(names) if names else None
    successor = find_successor()
    import gc
    gc.collect()
    gc.freeze()
    for name in set(sys.modules) - before:
        if name != 'sitecustomize':
            del sys.modules[name]
    arguments, environment = zygote.serve()
    take_request(arguments, environment)
    renew_main()
    if stock:
        stock.put_on_path()
    return successor


module, error = become_zygote()
if error:
    raise error  # site knows what to do without
