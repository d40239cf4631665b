"Run notebooks with nbclient, without nbdev, one for each processor at a time; cells with a skipped directive are left out."
import os
import sys
import time
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

import nbformat
from nbclient import NotebookClient

skipped = ('#| slow', '#| cuda', '#| browser', '#| sets', '#| eval: false')

def run(path):
    "Run the notebook in a kernel of its own; how long it took."
    nb = nbformat.read(path, as_version=4)
    nb.cells = [o for o in nb.cells if not any(line.startswith(skipped) for line in o.source.splitlines())]
    began = time.time()
    NotebookClient(nb, timeout=600, kernel_name='python3', resources={'metadata': {'path': str(path.parent)}}).execute()
    return f'{time.time() - began:.0f} s'

failed, paths = 0, [Path(o) for o in sys.argv[1:]]
with ThreadPoolExecutor(os.cpu_count()) as pool:
    running = {pool.submit(run, o): o for o in paths}
    for o in as_completed(running):
        try: print(f'ok {running[o]} {o.result()}', flush=True)
        except Exception as e:
            failed += 1
            print(f'FAILED {running[o]}\n{e}', flush=True)
print(f'{len(paths) - failed} of {len(paths)} notebooks passed')
sys.exit(1 if failed or not paths else 0)
