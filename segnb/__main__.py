"`python -m segnb` is the command `segnb`; launchers such as `torchrun` start it so."
from segnb.cli import main

if __name__ == '__main__': main()
