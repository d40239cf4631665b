"Packaging of segnb: every fact stands in `settings.ini`, which nbdev reads too."
import re
from configparser import ConfigParser
from pathlib import Path

from setuptools import find_packages, setup

def linked(text, url): # PyPI shows the README without the files beside it
    text = re.sub(r'\]\((?!https?:|#)', f']({url}/blob/main/', text)
    return re.sub(r'src="(?!https?:)', f'src="{url}/raw/main/', text)

here = Path(__file__).parent
config = ConfigParser(delimiters=['='])
config.read(here/'settings.ini', encoding='utf-8')
cfg = config['DEFAULT']

setup(
    name=cfg['lib_name'],
    version=cfg['version'],
    description=cfg['description'],
    keywords=cfg['keywords'],
    author=cfg['author'],
    author_email=cfg['author_email'],
    license='Apache-2.0',
    url=cfg['git_url'],
    long_description=linked((here/'README.md').read_text(encoding='utf-8'), cfg['git_url']),
    long_description_content_type='text/markdown',
    packages=find_packages(include=[cfg['lib_path'], cfg['lib_path'] + '.*']),
    python_requires='>=' + cfg['min_python'],
    install_requires=cfg['requirements'].split(),
    extras_require={o: cfg[f'{o}_requirements'].split() for o in ('dev', 'weights', 'onnx', 'tensorboard', 'wandb', 'awake')},
    entry_points={'console_scripts': cfg['console_scripts'].split()},
    zip_safe=False,
)
