"""Build the documentation as plain HTML into `_docs`, and check it: links, anchors, outputs, names without words.

It needs no Quarto; where that is installed, `nbdev_docs` builds the site with search from the same pages and sidebar.
"""
import ast
import html
import os
import re
import sys
from configparser import ConfigParser
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import nbformat
import yaml
from nbconvert import HTMLExporter

root = Path(__file__).resolve().parent.parent
nbs, out = root/'nbs', root/'_docs'
config = ConfigParser(delimiters=['='])
config.read(root/'settings.ini', encoding='utf-8')
REPO = f"{config['DEFAULT']['git_url']}/blob/main"
PLACE = re.compile(r'(?<![\w.~])/(?:tmp|home|root|opt|work|mnt|Users|private|var/folders)/|\b[A-Z]:\\\\')
WARNS = re.compile(r'\bWarning:|\bwarnings\.warn\(')
STYLE = """<style>
nav.pages { position: fixed; top: 0; bottom: 0; left: 0; width: 15rem; overflow: auto; padding: 1rem }
nav.pages { font: 14px sans-serif } nav.pages summary { font-weight: bold; margin-top: .6rem }
nav.pages a { display: block; padding: .1rem 0 .1rem .6rem }
@media (min-width: 60rem) { main { margin-left: 17rem; max-width: 62rem } }
@media (max-width: 60rem) { nav.pages { position: static; width: auto } }
.rendered_html .highlight, .jp-RenderedHTMLCommon .highlight { margin-bottom: .8rem }
</style>"""

def sidebar():
    "Paths of the pages in the order of the sidebar, and the sidebar itself."
    entries = yaml.safe_load((nbs/'sidebar.yml').read_text())['website']['sidebar']['contents']
    sections = [(o['section'], o['contents']) if isinstance(o, dict) else (None, [o]) for o in entries]
    return [p for _, paths in sections for p in paths], sections

def title(nb): return nb.cells[0].source.splitlines()[0].removeprefix('# ')

def menu(sections, titles, page):
    "The sidebar as HTML, with links from `page`."
    up, parts = '../'*(len(Path(page).parts) - 1), []
    for name, paths in sections:
        links = ''.join(f'<a href="{up}{Path(o).with_suffix(".html")}">{html.escape(titles[o])}</a>' for o in paths)
        shut = f'<details{" open" if page in paths else ""}><summary>{name}</summary>{links}</details>'
        parts.append(shut if name else links)
    return f'<nav class="pages">{"".join(parts)}</nav>'

def linked(text, page):
    "Text whose links to notebooks lead to pages, and those to other files of the repository to where it is kept."
    at = root if page == 'index.ipynb' else (nbs/page).parent # the README stands above `nbs`
    def link(found):
        path, mark, anchor = found[2].partition('#')
        if re.match(r'https?:', path) or not path: return found[0]
        target = (at/path).resolve()
        if not target.is_relative_to(nbs) or target.is_dir(): path = f'{REPO}/{target.relative_to(root).as_posix()}'
        else: path = Path(os.path.relpath(target, (nbs/page).parent)).as_posix().replace('.ipynb', '.html')
        return f'{found[1]}{path}{mark}{anchor}{found[3]}'
    return re.sub(r'(src=")([^"]+)(")', link, re.sub(r'(\]\()([^)\s]+)(\))', link, text))

def shown(nb, page):
    "The notebook as a reader wants it: no hidden cells, no directives, links to pages."
    cells = []
    for cell in nb.cells:
        directives = [o for o in cell.source.splitlines() if o.startswith('#|')]
        if '#| hide' in directives or cell.source.strip() == '## Export -': continue
        cell.source = '\n'.join(o for o in cell.source.splitlines() if o not in directives)
        if cell.cell_type == 'markdown': cell.source = linked(cell.source, page)
        cells.append(cell)
    nb.cells = cells
    return nb

class Page(HTMLParser):
    "Anchors and links of a page."
    def __init__(self, text):
        super().__init__()
        self.ids, self.links = set(), set()
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        for k, v in attrs:
            if k == 'id': self.ids.add(v)
            if v and (k == 'href' and tag == 'a' or k == 'src' and tag == 'img'): self.links.add(v)

def broken(pages):
    "Links that lead nowhere."
    for name, page in pages.items():
        for link in sorted(page.links):
            url = urlsplit(link)
            if url.scheme or url.netloc: continue
            target = (out/name).parent/unquote(url.path) if url.path else out/name
            if not target.exists(): yield f'{name}: there is no {link}'
            elif url.fragment and target.suffix == '.html':
                known = pages[target.resolve().relative_to(out).as_posix()].ids
                if not {url.fragment, unquote(url.fragment)} & known: yield f'{name}: there is no heading for {link}'

def outputs(nb, page):
    "What must not stand in a saved output."
    for i, cell in enumerate(nb.cells):
        for o in cell.get('outputs', ()):
            text = o.get('text', '') + ''.join(v for k, v in o.get('data', {}).items() if k.startswith('text/'))
            text = re.sub(r'base64,[A-Za-z0-9+/=\s]+', '', text)
            if o.get('name') == 'stderr': yield f'{page}, cell {i}: an output to stderr: {o.text[:80]!r}'
            if o.output_type == 'error': yield f'{page}, cell {i}: ends with {o.ename}'
            for what, pattern in (('a path of a machine', PLACE), ('a warning', WARNS)):
                if found := pattern.search(text):
                    yield f'{page}, cell {i}: {what}: {text[max(found.start() - 20, 0):][:80]!r}'

def undocumented(path):
    "Public functions and classes, and their parameters, without words."
    source = path.read_text()
    tree, lines = ast.parse(source), source.splitlines()
    assigned = {getattr(o.targets[0], 'id', ''): o.value for o in tree.body if isinstance(o, ast.Assign)}
    public = ast.literal_eval(assigned['__all__'])
    for node in tree.body:
        patched = any('patch' in ast.unparse(o) for o in getattr(node, 'decorator_list', ()))
        if not isinstance(node, (ast.FunctionDef, ast.ClassDef)) or node.name.startswith('_'): continue
        if node.name not in public and not patched: continue
        if not ast.get_docstring(node) and not short(node): yield f'{path.name}: {node.name} has no docstring'
        inner = [o for o in node.body if getattr(o, 'name', '') == '__init__']
        for f in [node] if isinstance(node, ast.FunctionDef) else inner:
            for arg in f.args.args + f.args.kwonlyargs:
                kind = ast.unparse(arg.annotation) if arg.annotation else ''
                if arg.arg in ('self', 'cls') or '#' in lines[arg.end_lineno - 1]: continue
                if re.search(r'help=|\bgiven\(|^_[A-Z]', kind): continue # an option of a command
                yield f'{path.name}: {node.name}({arg.arg}) has no words'

def short(node): return isinstance(node, ast.FunctionDef) and node.end_lineno - node.lineno < 2 # says it by itself

def main():
    wanted, sections = sidebar()
    there = sorted(o.relative_to(nbs).as_posix() for o in nbs.rglob('*.ipynb') if '.ipynb_checkpoints' not in o.parts)
    wrong = [f'sidebar.yml lacks {o}' for o in there if o not in wanted]
    wrong += [f'sidebar.yml names {o}, which is not there' for o in wanted if o not in there]
    notebooks = {o: nbformat.read(nbs/o, 4) for o in there}
    titles, pages = {k: title(v) for k, v in notebooks.items()}, {}
    for name, nb in notebooks.items():
        wrong += outputs(nb, name)
        text, _ = HTMLExporter(exclude_anchor_links=False).from_notebook_node(shown(nb, name))
        text = text.replace('</head>', STYLE + '</head>', 1)
        text = text.replace('<main>', menu(sections, titles, name) + '<main>', 1)
        text = text.replace('<title>Notebook</title>', f'<title>{html.escape(titles[name])}</title>')
        page = out/Path(name).with_suffix('.html')
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(text, encoding='utf-8')
        pages[page.relative_to(out).as_posix()] = Page(text)
    for o in nbs.rglob('images/*'): # pictures, as beside the notebooks
        target = out/o.relative_to(nbs)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(o.read_bytes())
    wrong += broken(pages)
    for o in ('README.md', 'CONTRIBUTING.md'): # links of these are to files of the repository
        for link in re.findall(r'\]\(([^)\s]+)\)|src="([^"]+)"', (root/o).read_text()):
            path = ''.join(link).partition('#')[0]
            known = not path or re.match(r'https?:|mailto:', path) or (root/path).exists()
            if not known: wrong.append(f'{o}: there is no {path}')
    for o in sorted((root/'segnb').glob('[!_]*.py')): wrong += undocumented(o)
    print(*wrong, f'{len(pages)} pages, {len(wrong)} faults', sep='\n')
    sys.exit(bool(wrong))

if __name__ == '__main__': main()
