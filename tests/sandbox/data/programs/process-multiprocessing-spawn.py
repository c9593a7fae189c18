import multiprocessing
if __name__ == '__main__':
    with multiprocessing.get_context('spawn').Pool(2) as pool:
        print(pool.map(abs, [-1, 2]))
