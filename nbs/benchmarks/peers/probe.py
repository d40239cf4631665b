"""Run one of the scripts and note from outside when batches, saves and the end come; kill it where that is asked for.

usage: probe.py JOB, or probe.py --serve SCRIPT…, which reads jobs from its input and forks for each of them; a job is
JSON: script, args, log, and where they are wanted ids, kill_batch, kill_save, kill_after
"""
import ast
import hashlib
import importlib
import json
import multiprocessing
import os
import runpy
import signal
import sys
import threading
import time
from pathlib import Path

SAVES = dict(with_pytorch=[('torch', 'save', 'save')],
             with_fastai=[('fastai.callback.tracker', 'SaveModelCallback._save', 'save')],
             with_lightning=[('lightning.pytorch', 'Trainer.save_checkpoint', 'save')],
             with_accelerate=[('accelerate', 'Accelerator.save_state', 'save')],
             with_segnb=[('segnb.callback', 'ResumeCallback._publish', 'save'),
                         ('segnb.saver', 'Saver._write', 'write')]) # the last is what writes

class Probe:
    "Writes a line for each event; a line that is written outlives the process."
    def __init__(self, job):
        self.job, self.batches, self.saves, self.model, self.counts = job, 0, 0, None, True
        self.fd = os.open(job['log'], os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    def tell(self, what, **more):
        line = dict(what=what, time=time.time(), cpu=time.process_time(), **more)
        os.write(self.fd, json.dumps(line).encode() + b'\n')

    def die(self):
        self.tell('killed')
        os.kill(os.getpid(), signal.SIGKILL)

    def batch(self, model, x):
        "A forward pass of the training begins."
        if not self.counts: return
        self.batches, self.model = self.batches + 1, model
        self.tell('batch', ids=[round(o, 3) for o in x[:, 0, 0, 0].tolist()] if self.job.get('ids') else None)
        if self.job.get('kill_batch') == self.batches: self.die()

    def around(self, f, kind, writes):
        "`f`, which saves; `writes` is whether it does so itself."
        def call(*args, **kwargs):
            if not self.batches: return f(*args, **kwargs) # before the first batch
            self.saves += writes
            if writes and self.job.get('kill_save') == self.saves:
                threading.Timer(self.job['kill_after'], self.die).start()
            self.tell(f'{kind} begins')
            try: return f(*args, **kwargs)
            finally: self.tell(f'{kind} ends')
        return call

    def begins(self, f):
        "`Learner.fit`: what ran before was a check."
        def call(*args, **kwargs):
            self.counts = True
            return f(*args, **kwargs)
        return call

def wrap(module, name, by):
    "Replace what is called `name` in `module`."
    where = importlib.import_module(module)
    *path, last = name.split('.')
    for o in path: where = getattr(where, o)
    setattr(where, last, by(getattr(where, last)))

def digest(model):
    "SHA-1 over names and bytes of all weights and buffers."
    found = hashlib.sha1()
    for k, v in sorted(model.state_dict().items()): found.update(k.encode() + v.cpu().contiguous().numpy().tobytes())
    return found.hexdigest()

def run(job):
    import segmentation_models_pytorch as smp
    import torch
    probe, name = Probe(job), Path(job['script']).stem
    own = smp.Unet.forward
    def forward(self, x):
        if self.training and torch.is_grad_enabled(): probe.batch(self, x)
        return own(self, x)
    smp.Unet.forward = forward
    for i, (module, what, kind) in enumerate(SAVES[name], 1):
        wrap(module, what, lambda f: probe.around(f, kind, writes=i == len(SAVES[name])))
    if name in ('with_fastai', 'with_segnb'):
        probe.counts = False
        wrap('fastai.learner', 'Learner.fit', probe.begins)
    sys.argv = [job['script'], *job['args']]
    runpy.run_path(job['script'], run_name='__main__')
    probe.tell('end', digest=digest(probe.model) if probe.model is not None else None)

def imported(path):
    "Modules that a script imports, but `settings`, which reads the arguments."
    found = [o for o in ast.walk(ast.parse(Path(path).read_text())) if isinstance(o, (ast.Import, ast.ImportFrom))]
    names = [o.module if isinstance(o, ast.ImportFrom) else o.names[0].name for o in found]
    return [o for o in names if o != 'settings']

def serve(scripts):
    "Import once, then fork for each job; the exit code of each goes out as a line."
    for o in ('torch', 'segmentation_models_pytorch', *(name for script in scripts for name in imported(script))):
        try: importlib.import_module(o)
        except ImportError: pass
    print('ready', flush=True)
    for line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            job, code = json.loads(line), 1
            out = os.open(job['said'], os.O_WRONLY | os.O_CREAT | os.O_APPEND)
            for fd in (1, 2): os.dup2(out, fd)
            signal.alarm(job.get('seconds', 300)) # whatever hangs ends
            try:
                run(job)
                code = 0
            except BaseException:
                import traceback
                traceback.print_exc()
            finally:
                sys.stdout.flush()
                os._exit(code)
        print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), flush=True)

if __name__ == '__main__':
    if 'fork' in multiprocessing.get_all_start_methods(): multiprocessing.set_start_method('fork')
    if sys.argv[1] == '--serve': serve(sys.argv[2:])
    else: run(json.loads(sys.argv[1]))
