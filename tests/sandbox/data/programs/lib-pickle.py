import pickle
class A:
    def __eq__(self, other): return True
print(pickle.loads(pickle.dumps(A())).__class__, pickle.loads(pickle.dumps({1: [2]})))
