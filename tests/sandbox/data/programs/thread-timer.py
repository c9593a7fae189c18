import threading
threading.Timer(0.02, print, ['fired']).start()
