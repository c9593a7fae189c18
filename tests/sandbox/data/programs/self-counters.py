import time
print(time.process_time() < 5, time.perf_counter() > 0, time.monotonic() > 0)
