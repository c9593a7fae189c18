import logging
logging.warning('warned %s', 1)
logging.info('not shown')
