"Lightning with segmentation_models.pytorch: `Trainer` with `ModelCheckpoint`, resumed from the last checkpoint."
import lightning as L
import segmentation_models_pytorch as smp
import torch
from lightning.pytorch.callbacks import ModelCheckpoint
try: from torchdata.stateful_dataloader import StatefulDataLoader as DataLoader # knows its place within an epoch
except ImportError: from torch.utils.data import DataLoader

from dataset import Pairs, classes
from settings import args

class Segmenter(L.LightningModule):
    def __init__(self, n_class, void, n_step):
        super().__init__()
        self.model = smp.Unet(**args.unet, classes=n_class)
        self.n_step = n_step
        self.loss_func = torch.nn.CrossEntropyLoss(ignore_index=void)

    def training_step(self, batch, i):
        loss = self.loss_func(self.model(batch[0]), batch[1])
        self.log('train_loss', loss, prog_bar=True)
        return loss

    def validation_step(self, batch, i):
        self.log('valid_loss', self.loss_func(self.model(batch[0]), batch[1]), prog_bar=True)

    def configure_optimizers(self):
        opt = torch.optim.AdamW(self.parameters(), args.lr)
        sched = torch.optim.lr_scheduler.OneCycleLR(opt, args.lr, self.n_step)
        return [opt], [dict(scheduler=sched, interval='step')]

def main():
    codes, void = classes(args.data)
    L.seed_everything(args.seed, workers=True)
    train = DataLoader(Pairs(args.data, 'train', args.size), args.bs, shuffle=True, num_workers=args.workers)
    valid = DataLoader(Pairs(args.data, 'val', args.size), args.bs, num_workers=args.workers)
    saving = dict(every_n_train_steps=args.every) if args.every else dict(every_n_epochs=1)
    trainer = L.Trainer(max_epochs=args.epochs, accelerator='cpu', logger=False, num_sanity_val_steps=0,
                        callbacks=ModelCheckpoint(args.out, save_last='link', **saving))
    trainer.fit(Segmenter(len(codes), void, args.epochs*len(train)), train, valid, ckpt_path='last')

if __name__ == '__main__': main()
