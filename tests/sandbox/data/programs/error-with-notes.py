error = ValueError('v')
error.add_note('first note')
error.add_note('second note')
raise error
