import multiprocessing
def work(queue):
    queue.put('from child')
context = multiprocessing.get_context('fork')
queue = context.Queue()
process = context.Process(target=work, args=(queue,))
process.start()
print(queue.get())
process.join()
print(process.exitcode)
