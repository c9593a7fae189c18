import io, sys
sys.stdout = io.StringIO()
print('kept')
sys.__stdout__.write(sys.stdout.getvalue().upper())
