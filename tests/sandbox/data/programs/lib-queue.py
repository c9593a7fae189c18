import queue
q = queue.PriorityQueue()
q.put(2)
q.put(1)
print(q.get())
