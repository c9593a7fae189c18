# -*- coding: latin-1 -*-
print('done')
