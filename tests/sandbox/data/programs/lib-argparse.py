import argparse
p = argparse.ArgumentParser(prog='p')
p.add_argument('--n', type=int, default=3)
print(p.parse_args([]))
p.parse_args(['--bad'])
