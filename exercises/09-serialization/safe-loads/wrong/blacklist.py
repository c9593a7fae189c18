import io
import pickle


class Loader(pickle.Unpickler):
    def __init__(self, data, allowed):
        super().__init__(io.BytesIO(data))
        self.allowed = allowed

    def find_class(self, module, name):
        if module in ("os", "posix", "subprocess"):
            raise pickle.UnpicklingError(f"{module}.{name} is not allowed")
        return super().find_class(module, name)


def safe_loads(data, allowed):
    return Loader(data, allowed).load()
