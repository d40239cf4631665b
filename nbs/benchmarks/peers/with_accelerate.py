"Accelerate: a loop of one's own, `save_state`, `load_state` and `skip_first_batches`."
import segmentation_models_pytorch as smp
import torch
from accelerate import Accelerator, DataLoaderConfiguration
from accelerate.utils import set_seed
from torch.utils.data import DataLoader

from dataset import Pairs, classes
from settings import args

def main():
    codes, void = classes(args.data)
    accelerator = Accelerator(cpu=True, dataloader_config=DataLoaderConfiguration(use_seedable_sampler=True))
    set_seed(args.seed)
    model = smp.Unet(**args.unet, classes=len(codes))
    loss_func = torch.nn.CrossEntropyLoss(ignore_index=void)
    train = DataLoader(Pairs(args.data, 'train', args.size), args.bs, shuffle=True, num_workers=args.workers)
    valid = DataLoader(Pairs(args.data, 'val', args.size), args.bs, num_workers=args.workers)
    opt = torch.optim.AdamW(model.parameters(), args.lr)
    sched = torch.optim.lr_scheduler.OneCycleLR(opt, args.lr, args.epochs*len(train))
    model, opt, train, valid, sched = accelerator.prepare(model, opt, train, valid, sched)
    saved, step = [int(o.name.split('_')[1]) for o in args.out.glob('step_*')], 0
    if saved:
        step = max(saved)
        accelerator.load_state(args.out/f'step_{step}')
    for epoch in range(step//len(train), args.epochs):
        train.set_epoch(epoch)
        skipped = step % len(train)
        if not skipped: set_seed(args.seed + epoch)
        model.train()
        for x, y in accelerator.skip_first_batches(train, skipped) if skipped else train:
            loss = loss_func(model(x), y)
            accelerator.backward(loss)
            opt.step()
            sched.step()
            opt.zero_grad()
            step += 1
            if args.every and step % args.every == 0: accelerator.save_state(args.out/f'step_{step}')
        model.eval()
        with torch.no_grad(): losses = [loss_func(model(x), y).item() for x, y in valid]
        accelerator.print(f'epoch {epoch + 1}: train {loss.item():.4f}, valid {sum(losses)/len(losses):.4f}')
        if not args.every: accelerator.save_state(args.out/f'step_{step}')

if __name__ == '__main__': main()
