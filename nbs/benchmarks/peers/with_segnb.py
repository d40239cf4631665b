"segnb: `Run.train`, which starts or goes on."
from segnb.data import seg_dls
from segnb.items import Augment
from segnb.learner import seg_learner
from segnb.plan import one_cycle
from segnb.train import Run

from settings import args

def main():
    dls = seg_dls(args.data, args.size, args.bs, args.seed, args.workers, resize='patch', device='cpu')
    dls.train_ds.augment = Augment(min_scale=1., colour=0.) # crop and flip only, as in the other scripts
    learn = seg_learner(dls, 'Unet', **args.unet, **args.arithmetic)
    Run(learn, args.out, save_every_minutes=args.minutes).train(one_cycle(args.epochs, args.lr))

if __name__ == '__main__': main()
