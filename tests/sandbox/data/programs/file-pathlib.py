from pathlib import Path
p = Path('a/b')
p.mkdir(parents=True)
(p / 'f.txt').write_text('x')
print(sorted(map(str, Path('.').rglob('*'))), (p / 'f.txt').stem, p.resolve().name)
