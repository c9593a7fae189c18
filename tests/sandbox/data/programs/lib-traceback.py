import traceback
try:
    {}['x']
except KeyError:
    print(traceback.format_exc())
