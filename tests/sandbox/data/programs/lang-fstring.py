x = 3.14159
print(f'{x:.2f} {x!r:>10} {x=}', f'{"nested"!r}')
