"Pairs of image and mask, as a user of PyTorch, Lightning or Accelerate writes them. Counted for each of the three."
import torch
from torch.utils.data import Dataset
from torchvision import tv_tensors
from torchvision.io import ImageReadMode, decode_image
from torchvision.transforms import v2

class Pairs(Dataset):
    "Random crop and flip for training, crop from the middle for validation, normalised as for ImageNet."
    def __init__(self, root, kind, size):
        self.images = sorted((root/kind).iterdir())
        crop = [v2.RandomCrop(size), v2.RandomHorizontalFlip()] if kind == 'train' else [v2.CenterCrop(size)]
        types = {tv_tensors.Image: torch.float32, tv_tensors.Mask: torch.int64}
        self.transforms = v2.Compose([*crop, v2.ToDtype(types, scale=True),
                                      v2.Normalize([0.485, 0.456, 0.406], [0.229, 0.224, 0.225]), v2.ToPureTensor()])

    def __len__(self): return len(self.images)

    def __getitem__(self, i):
        image = self.images[i]
        mask = image.parent.with_name(f'{image.parent.name}annot')/f'{image.stem}.png'
        return self.transforms(tv_tensors.Image(decode_image(str(image), ImageReadMode.RGB)),
                               tv_tensors.Mask(decode_image(str(mask))[0]))

def classes(root):
    "Names of the classes, and the number of the one that does not count."
    codes = (root/'codes.txt').read_text().split()
    return codes, codes.index('Unlabelled') if 'Unlabelled' in codes else -100
