# -*- coding: utf-8 -*-
import os
import threading


def wait(descriptor):
    return os.read(descriptor, 1)


class Reader:
    def grün(self, descriptor):
        values = [wait(descriptor) for _ in range(1)]; return values


def generate(descriptor):
    yield from (
        Reader().grün(number)
        for number in [descriptor]
    )


def recurse(depth, descriptor):
    if depth:
        return recurse(depth - 1, descriptor)
    for _ in generate(descriptor): pass


first, _ = os.pipe()
second, _ = os.pipe()
threads = [threading.Thread(target=recurse, args=(3, first)),
           threading.Thread(target=lambda 价格: exec(f"\n\nwait({价格})", globals()), args=(second,))]
for thread in threads: thread.start()
print("ready", flush=True)
sorted([2], key=lambda k: wait(os.pipe()[0]))
