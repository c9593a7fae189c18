print('é')
x = «1»
