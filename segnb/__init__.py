__version__ = "0.1.0"

import warnings

warnings.filterwarnings('ignore', category=FutureWarning, module='torch.jit') # timm's affair, and no user's

_LATER = {'Predictor': 'segnb.infer', 'TryPanel': 'segnb.tryout', 'compare': 'segnb.comparison'} # imported when asked for

def __getattr__(name):
    if name not in _LATER: raise AttributeError(f"module 'segnb' has no attribute {name!r}")
    from importlib import import_module
    return getattr(import_module(_LATER[name]), name)

def __dir__(): return sorted({*globals(), *_LATER})
