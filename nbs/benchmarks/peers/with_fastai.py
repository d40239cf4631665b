"fastai: `fit_one_cycle`, saved by `SaveModelCallback`, resumed with `start_epoch`."
from functools import partial

import segmentation_models_pytorch as smp
from fastai.callback.core import Callback
from fastai.callback.schedule import Learner
from fastai.callback.tracker import SaveModelCallback
from fastai.data.block import DataBlock
from fastai.data.transforms import FuncSplitter, Normalize, get_image_files
from fastai.losses import CrossEntropyLossFlat
from fastai.torch_core import set_seed
from fastai.vision.augment import FlipItem, RandomCrop
from fastai.vision.core import imagenet_stats
from fastai.vision.data import ImageBlock, MaskBlock

from settings import args

def mask_of(image): return image.parent.with_name(f'{image.parent.name}annot')/f'{image.stem}.png'
def is_valid(image): return image.parent.name == 'val'

class SeedEpoch(Callback):
    "An epoch has its own order and crops, whether resumed or not."
    def before_epoch(self):
        set_seed(args.seed + self.epoch)
        self.dls.train.rng.seed(args.seed + self.epoch)

def main():
    codes = (args.data/'codes.txt').read_text().split()
    void = codes.index('Unlabelled') if 'Unlabelled' in codes else -100
    set_seed(args.seed, reproducible=True)
    block = DataBlock((ImageBlock, MaskBlock(codes)), get_items=partial(get_image_files, folders=['train', 'val']),
                      get_y=mask_of, splitter=FuncSplitter(is_valid), item_tfms=[RandomCrop(args.size), FlipItem(0.5)],
                      batch_tfms=Normalize.from_stats(*imagenet_stats))
    dls = block.dataloaders(args.data, bs=args.bs, num_workers=args.workers, device='cpu')
    model = smp.Unet(**args.unet, classes=len(codes))
    learn = Learner(dls, model, CrossEntropyLossFlat(axis=1, ignore_index=void), path=args.out,
                    cbs=[SeedEpoch(), SaveModelCallback(every_epoch=True, with_opt=True)])
    saved = [int(o.stem.split('_')[1]) for o in (args.out/'models').glob('model_*.pth')]
    if saved: learn.load(f'model_{max(saved)}')
    learn.fit_one_cycle(args.epochs, args.lr, start_epoch=max(saved) + 1 if saved else 0)

if __name__ == '__main__': main()
