import sched, time
s = sched.scheduler(time.monotonic, time.sleep)
s.enter(0.01, 1, print, ['later'])
s.run()
