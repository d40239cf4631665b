"Make README.md from nbs/index.ipynb, or with --check say whether they agree."
import sys
from pathlib import Path

from nbconvert import MarkdownExporter

root = Path(__file__).resolve().parent.parent
exporter = MarkdownExporter()
text = exporter.from_filename(str(root/'nbs'/'index.ipynb'))[0].strip() + '\n'
readme = root/'README.md'
if '--check' not in sys.argv: readme.write_text(text, encoding='utf-8')
elif readme.read_text(encoding='utf-8') != text: sys.exit('README.md differs from nbs/index.ipynb: run python .ci/readme.py')
