from segnb.datasets import make_cells
from segnb.data import seg_dls
from segnb.learner import seg_learner
from segnb.plan import one_cycle
from segnb.train import Run

if __name__ == '__main__':
    dls = seg_dls(make_cells('cells', n_train=8, n_valid=4, size=64), size=64, bs=4, seed=42, num_workers=2)
    run = Run(seg_learner(dls, encoder_name='resnet18', encoder_weights=None), 'run')
    run.train(one_cycle(2, lr_max=1e-3))
    assert run.status()['epochs_done'] == 2
