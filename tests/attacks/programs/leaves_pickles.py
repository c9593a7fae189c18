# Leaves answers that run code when they are read
#
# Holds: the reader takes bytes; nobody unpickles, imports or opens what a program leaves.
# Leaves: answer.pickle file
# Leaves: sitecustomize.py file
# Leaves: icon.svg file
from attack import *
import pickle


class Answer:
    def __reduce__(self):
        return (os.system, ('touch ' + BAIT_FILE + MARK,))


with open('answer.pickle', 'wb') as file:
    pickle.dump(Answer(), file)
with open('sitecustomize.py', 'w') as file:
    file.write(f'open({BAIT_FILE + MARK!r}, "w")')
with open('icon.svg', 'w') as file:
    file.write('<!DOCTYPE svg [<!ENTITY x SYSTEM "file://' + BAIT_FILE + '">]><svg>&x;</svg>')
done()
