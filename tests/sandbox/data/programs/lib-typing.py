import typing
print(typing.get_type_hints(lambda: 0), typing.Optional[int])
