import threading, time
threading.Thread(target=lambda: (time.sleep(0.05), print('thread'))).start()
print('main')
