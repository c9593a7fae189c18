print([x for x in range(5) if x % 2], {x: x * x for x in range(3)}, {*'aa'}, sum(x for x in range(5)))
