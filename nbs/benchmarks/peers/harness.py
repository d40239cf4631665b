"Start the scripts under `probe.py`, look at their memory, and read what was noted: what the notebooks beside it use."
import importlib.util
import json
import os
import platform
import shutil
import subprocess
import sys
import time
import tokenize
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import numpy as np
import psutil
from PIL import Image

here = Path(__file__).parent
PEERS = ('segnb', 'PyTorch', 'fastai', 'Lightning', 'Accelerate')
OWN_DATASET = ('PyTorch', 'Lightning', 'Accelerate') # who needs `dataset.py`

def script(peer): return str(here/f'with_{peer.lower()}.py')

def installed():
    "Peers that can take part, and those that cannot."
    there = lambda o: importlib.util.find_spec({'PyTorch': 'torch'}.get(o, o.lower())) is not None
    return [o for o in PEERS if there(o)], [o for o in PEERS if not there(o)]

def machine():
    "Processor, cores, memory and versions, in one line."
    path = Path('/proc/cpuinfo')
    lines = path.read_text().splitlines() if path.exists() else []
    name = next((o.split(':')[1].strip() for o in lines if o.startswith('model name')), platform.processor())
    found = []
    for o in ('segnb', 'torch', 'torchvision', 'fastai', 'lightning', 'accelerate', 'torchdata',
              'segmentation-models-pytorch'):
        try: found.append(f'{o} {version(o)}')
        except PackageNotFoundError: pass
    return ', '.join([name, f'{os.cpu_count()} cores', f'{psutil.virtual_memory().total/2**30:.0f} GB',
                      platform.system(), f'Python {platform.python_version()}', *found])

def code_lines(peer):
    "Lines of the user's code: no blank ones, no comments, no docstrings, and not the line that imports the arguments."
    count = 0
    for path in [script(peer)] + ([here/'dataset.py'] if peer in OWN_DATASET else []):
        skip, lines, fresh = (tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT,
                              tokenize.ENCODING, tokenize.ENDMARKER), set(), True
        with open(path, 'rb') as file:
            for o in tokenize.tokenize(file.readline):
                if o.type == tokenize.STRING and fresh: continue # a statement that is a string alone
                if o.type not in skip: lines.update(range(o.start[0], o.end[0] + 1))
                fresh = o.type in skip
        count += len(lines) - ('from settings import args' in Path(path).read_text())
    return count

def flat_pictures(path, n_train, n_valid, side=96):
    "Pairs with one colour for each picture, by which it is known in any crop; the masks are noise."
    rng, k = np.random.default_rng(0), 0
    for kind, n in dict(train=n_train, val=n_valid).items():
        for o in (kind, f'{kind}annot'): (path/o).mkdir(parents=True)
        for _ in range(n):
            Image.fromarray(np.full((side, side, 3), 3*k, np.uint8)).save(path/kind/f'{k:03}.png')
            mask = rng.integers(0, 3, (side, side)).astype(np.uint8)
            Image.fromarray(mask).save(path/f'{kind}annot'/f'{k:03}.png')
            k += 1
    (path/'codes.txt').write_text('background\ncell\nborder\n')
    return path

def part_of(source, path, n_train, n_valid):
    "The first pairs of `source`, which has `train`, `trainannot`, `val`, `valannot`, as another folder like it."
    for kind, n in dict(train=n_train, val=n_valid).items():
        for o in (kind, f'{kind}annot'): (path/o).mkdir(parents=True)
        images = sorted((source/kind).iterdir())[:n]
        for image in images:
            shutil.copy(image, path/kind)
            shutil.copy(source/f'{kind}annot'/f'{image.stem}.png', path/f'{kind}annot')
    shutil.copy(source/'codes.txt', path)
    return path

def cells_pictures(path, n_train, n_valid, size):
    "The built-in set in the same folders."
    from segnb.datasets import make_cells
    cells = make_cells(path.with_name(f'{path.name}_made'), n_train, n_valid, size)
    valid = (cells/'valid.txt').read_text().split()
    for o in ('train', 'val', 'trainannot', 'valannot'): (path/o).mkdir(parents=True)
    for image in (cells/'images').iterdir():
        kind = 'val' if image.name in valid else 'train'
        shutil.copy(image, path/kind)
        shutil.copy(cells/'masks'/image.name, path/f'{kind}annot')
    shutil.copy(cells/'codes.txt', path)
    return path

def events(log):
    "Lines of a log that are whole."
    if not Path(log).exists(): return []
    return [json.loads(o) for o in Path(log).read_text().split('\n')[:-1]]

def times(found, what): return [o['time'] for o in found if o['what'] == what]

def job(peer, data, out, log, options, **more):
    "What `probe.py` is told; `options` are arguments of the script."
    args = [str(data), str(out)]
    for k, v in options.items(): args += [f'--{k}'] if v is True else [f'--{k}', str(v)]
    return dict(script=script(peer), args=args, log=str(log), **more)

def _memory(process):
    "Bytes of a process and its children; of what several share each has its part where the system tells that."
    total = 0
    for o in [process, *process.children(recursive=True)]:
        try: found = o.memory_full_info()
        except psutil.Error: continue
        total += getattr(found, 'pss', found.uss)
    return total

def alone(job, said, seconds=1200, every=0.5):
    "Run in a process of its own; when it was started, the peak of its memory, and what it noted."
    before, peak = len(events(job['log'])), 0
    with open(said, 'ab') as file:
        began = time.time()
        child = subprocess.Popen([sys.executable, str(here/'probe.py'), json.dumps(job)], stdout=file, stderr=file)
        process = psutil.Process(child.pid)
        while child.poll() is None:
            try: peak = max(peak, _memory(process))
            except psutil.Error: pass
            if time.time() - began > seconds: child.kill()
            time.sleep(every)
    return _noted(job, child.returncode, said, before) | dict(began=began, peak=peak)

def _noted(job, code, said, before):
    found = events(job['log'])[before:]
    failed = code != 0 and not times(found, 'killed')
    if failed and not job.get('may_fail'):
        raise RuntimeError(f"{Path(job['script']).name} ended with {code}:\n{Path(said).read_text()[-3000:]}")
    return dict(code=code, failed=failed, events=found)

class Server:
    "A process that imports what `peers` need, and forks for each job."
    def __init__(self, *peers):
        command = [sys.executable, str(here/'probe.py'), '--serve', *map(script, peers)]
        self.child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                                      text=True)
        self.ready = False
    def __enter__(self): return self
    def __exit__(self, *args): self.close()

    def close(self):
        "End it, when it has done what it was told."
        self.child.stdin.close()
        self.child.wait()
        self.child.stdout.close()

    def run(self, job, said):
        "When it was started, and what it noted."
        self.ready = self.ready or self.child.stdout.readline().strip() == 'ready'
        before, began = len(events(job['log'])), time.time()
        self.child.stdin.write(json.dumps({**job, 'said': str(said)}) + '\n')
        self.child.stdin.flush()
        code = int(self.child.stdout.readline())
        return _noted(job, code, said, before) | dict(began=began, peak=float('nan'))
