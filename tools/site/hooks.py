"""What mkdocs does besides, for tools/make-site: colours for plans, pages that
say that they are Chinese, and a search that finds Chinese words."""
import json
import os
import re
import sys
import types

import pygments.lexers
from pygments.lexer import RegexLexer, words
from pygments.lexers._mapping import LEXERS
from pygments.token import (Comment, Generic, Keyword, Name, Number, Operator,
                            Punctuation, String, Text)

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(
    os.path.abspath(__file__))))
CJK = re.compile('[\u3400-\u9fff]+')


def spellings():
    """The words of the language: those with a token of their own, others."""
    with open(os.path.join(ROOT, 'src/syntax/keywords.def'),
              encoding='utf-8') as f:
        rows = re.findall(r'KEYWORD\(\w+,\s*"([^"]*)",\s*"([^"]*)",\s*(\w+)',
                          f.read())
    first = [w for row in rows if row[2] != 'NAME' for w in row[:2]]
    other = [w for row in rows if row[2] == 'NAME' for w in row[:2]]
    return first, other


FIRST, OTHER = spellings()
NUMBER = r'\d[\d_]*(\.\d+)?(万亿|千万|百万|十万|亿|万|千|[kKM])?元?%?'


class GoalLexer(RegexLexer):
    name = 'Goalpost plan'
    aliases = ['goal']
    tokens = {'root': [
        (r'#.*', Comment.Single),
        (r'"[^"\n]*"|“[^”\n]*”', String),
        (r'\d{4}-[\dA-Za-z]+(-\d+)?|\d\d?:\d\d', Number),
        (NUMBER, Number),
        (words(FIRST, prefix=r'\b', suffix=r'\b'), Keyword),
        (words(OTHER, prefix=r'\b', suffix=r'\b'), Keyword.Type),
        (r'[^\W\d]\w*', Name),
        (r'[-+*/=<>!]+|\.\.', Operator),
        (r'[{}()\[\],:?：，（）｛｝＝]', Punctuation),
        (r'\s+', Text),
        (r'.', Text),
    ]}


class ConsoleLexer(RegexLexer):
    """A line that is typed, and what comes out."""
    name = 'Goalpost console'
    aliases = ['console']
    tokens = {'root': [
        (r'^(\$ )(.*\n)', lambda lexer, m, ctx=None: iter([
            (m.start(1), Generic.Prompt, m[1]),
            (m.start(2), Generic.Strong, m[2])])),
        (r'.*?(?:error|错误)\[[^\]]*\].*\n', Generic.Error),
        (r'.*?(?:warning|note|警告|提示)\[[^\]]*\].*\n', Generic.Emph),
        (r'^\[status \d+\]\n', Comment),
        (r'.*\n', Generic.Output),
    ]}


def on_startup(command, dirty):
    here = types.ModuleType('goalpost_lexers')
    here.GoalLexer, here.ConsoleLexer = GoalLexer, ConsoleLexer
    sys.modules['goalpost_lexers'] = here
    for name in ('GoalLexer', 'ConsoleLexer'):
        lexer = getattr(here, name)
        LEXERS[name] = ('goalpost_lexers', lexer.name, tuple(lexer.aliases),
                        (), ())
        pygments.lexers._lexer_cache[lexer.name] = lexer
    for name in [n for n, row in LEXERS.items()
                 if 'console' in row[2] and n != 'ConsoleLexer']:
        row = LEXERS[name]
        LEXERS[name] = row[:2] + (tuple(
            a for a in row[2] if a != 'console'),) + row[3:]


IN_CHINESE = [
    ('<html lang="en"', '<html lang="zh-CN"'),
    ('Table of contents', '目录'),
    ('placeholder="Search"', 'placeholder="搜索"'),
    ('"search.placeholder": "Search"', '"search.placeholder": "搜索"'),
    ('Initializing search', '正在准备搜索'),
    ('Back to top', '回到页首'),
]


def on_post_page(output, page, config):
    # Words are taken as they are: the trimmer would drop what is not ASCII.
    output = output.replace('"search.config.pipeline": "trimmer, '
                            'stopWordFilter"', '"search.config.pipeline": ""')
    if page.file.src_path.endswith('.zh.md'):
        for english, chinese in IN_CHINESE:
            output = output.replace(english, chinese)
    return output


def on_post_build(config):
    """Chinese words get a blank of no width behind them: they are found."""
    path = os.path.join(config['site_dir'], 'search/search_index.json')
    with open(path, encoding='utf-8') as f:
        index = json.load(f)
    import logging
    import jieba
    jieba.setLogLevel(logging.WARNING)
    parted = {}

    def part(match):
        text = match[0]
        if text not in parted:
            parted[text] = '\u200b'.join(jieba.cut_for_search(text)
                                         if len(text) < 3 else
                                         jieba.cut(text)) + '\u200b'
        return parted[text]

    for doc in index['docs']:
        for key in ('title', 'text'):
            doc[key] = CJK.sub(part, doc[key])
    index['config']['separator'] = \
        r'[\s\-\u200b.,:;()\[\]{}"\'`|=/<>，。：；（）“”、]+'
    with open(path, 'w', encoding='utf-8') as f:
        json.dump(index, f, ensure_ascii=False, separators=(',', ':'))
