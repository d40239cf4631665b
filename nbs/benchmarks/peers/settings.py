"What all the scripts are told: data, network and where checkpoints go. Not counted as anybody's code."
from argparse import ArgumentParser
from pathlib import Path

parser = ArgumentParser()
parser.add_argument('data', type=Path, help='folder with train, trainannot, val, valannot and codes.txt')
parser.add_argument('out', type=Path, help='folder for checkpoints')
parser.add_argument('--epochs', type=int, default=4)
parser.add_argument('--bs', type=int, default=8)
parser.add_argument('--size', type=int, default=256, help='height and width of the crops in pixels')
parser.add_argument('--lr', type=float, default=1e-3)
parser.add_argument('--seed', type=int, default=42)
parser.add_argument('--workers', type=int, default=2)
parser.add_argument('--every', type=int, default=0, help='steps between two saves; 0 saves after each epoch only')
parser.add_argument('--encoder', default='resnet18')
parser.add_argument('--fp32', action='store_true', help='segnb: compute as the others do by themselves')
parser.add_argument('--small', action='store_true', help='three levels and a narrow decoder')
args = parser.parse_args()
args.out.mkdir(parents=True, exist_ok=True)
args.minutes = 1e-6 if args.every else 5 # between two saves within an epoch, for those who go by the clock
args.unet = dict(encoder_name=args.encoder, encoder_weights=None)
args.arithmetic = dict(precision='fp32', channels_last=False) if args.fp32 else {}
if args.small: args.unet |= dict(encoder_depth=3, decoder_channels=(16, 8, 8))
