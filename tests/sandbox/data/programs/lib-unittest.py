import unittest
class T(unittest.TestCase):
    def test_good(self):
        self.assertEqual(1, 1)
    def test_bad(self):
        self.fail('no')
suite = unittest.TestLoader().loadTestsFromTestCase(T)
result = unittest.TextTestRunner(stream=open('/dev/null', 'w')).run(suite)
print(result.testsRun, len(result.failures))
