open('random.py', 'w').write('print("mine")\nclass Random: pass\nclass SystemRandom: pass\n')
try:
    import tempfile
    print('imported')
except Exception as error:
    print(type(error).__name__, error)
