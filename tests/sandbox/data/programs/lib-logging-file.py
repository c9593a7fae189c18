import logging
logging.basicConfig(filename='log.txt', level=logging.DEBUG, format='%(levelname)s %(message)s')
logging.debug('to file')
