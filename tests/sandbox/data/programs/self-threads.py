import threading
print(len(threading.enumerate()), threading.current_thread().name, threading.active_count())
