from concurrent.futures import ProcessPoolExecutor
import multiprocessing
def square(n):
    return n * n
with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context('fork')) as pool:
    print(list(pool.map(square, range(5))))
