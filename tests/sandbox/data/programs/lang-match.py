match {'k': [1, 2]}:
    case {'k': [a, *rest]}:
        print(a, rest)
