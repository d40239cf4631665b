"Plain PyTorch: a loop of one's own, saved after each epoch."
import segmentation_models_pytorch as smp
import torch
from torch.utils.data import DataLoader

from dataset import Pairs, classes
from settings import args

def main():
    codes, void = classes(args.data)
    torch.manual_seed(args.seed)
    model = smp.Unet(**args.unet, classes=len(codes))
    loss_func = torch.nn.CrossEntropyLoss(ignore_index=void)
    train = DataLoader(Pairs(args.data, 'train', args.size), args.bs, shuffle=True, num_workers=args.workers)
    valid = DataLoader(Pairs(args.data, 'val', args.size), args.bs, num_workers=args.workers)
    opt = torch.optim.AdamW(model.parameters(), args.lr)
    sched = torch.optim.lr_scheduler.OneCycleLR(opt, args.lr, args.epochs*len(train))
    path, start = args.out/'last.pt', 0
    if path.exists():
        state = torch.load(path)
        for k, o in (('model', model), ('opt', opt), ('sched', sched)): o.load_state_dict(state[k])
        start = state['epoch'] + 1
    for epoch in range(start, args.epochs):
        torch.manual_seed(args.seed + epoch) # an epoch has its own order and crops, whether resumed or not
        model.train()
        for x, y in train:
            loss = loss_func(model(x), y)
            loss.backward()
            opt.step()
            sched.step()
            opt.zero_grad()
        model.eval()
        with torch.no_grad(): losses = [loss_func(model(x), y).item() for x, y in valid]
        print(f'epoch {epoch + 1}: train {loss.item():.4f}, valid {sum(losses)/len(losses):.4f}')
        torch.save(dict(model=model.state_dict(), opt=opt.state_dict(), sched=sched.state_dict(), epoch=epoch), path)

if __name__ == '__main__': main()
