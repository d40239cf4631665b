"Run notebooks with nbclient, without nbdev: cells with a skipped directive are left out."
import sys
import time
from pathlib import Path

import nbformat
from nbclient import NotebookClient

skipped = ('#| slow', '#| cuda', '#| browser', '#| sets', '#| eval: false')
failed = 0
for path in map(Path, sys.argv[1:]):
    nb = nbformat.read(path, as_version=4)
    nb.cells = [o for o in nb.cells if not any(line.startswith(skipped) for line in o.source.splitlines())]
    began = time.time()
    try: NotebookClient(nb, timeout=600, kernel_name='python3', resources={'metadata': {'path': str(path.parent)}}).execute()
    except Exception as e:
        failed += 1
        print(f'FAILED {path}\n{e}')
    else: print(f'ok {path} {time.time() - began:.0f} s', flush=True)
sys.exit(1 if failed else 0)
