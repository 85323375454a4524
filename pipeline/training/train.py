"""Trains the entity model and writes it with its card.

    python -m pipeline.training --corpus corpora/entities [--uner FOLDER] --out FOLDER

Deterministic: the same corpora, code and library versions give the same model. A tenth of our own
corpus, chosen by article, is held aside for the scores on the card.
"""

from __future__ import annotations

import argparse
import datetime as dt
import hashlib
import json
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pycrfsuite

from pipeline.extractors.entities.areas import areas
from pipeline.extractors.entities.crf.features import GRAMMAR_FEATURES, sequence_features
from pipeline.extractors.entities.crf.tagger import MODEL, labels, open_model, propose, sequences
from pipeline.extractors.entities.extract import find_entities
from pipeline.extractors.entities.merge import merge
from pipeline.text import word_spans_of
from pipeline.training.card import to_markdown
from pipeline.training.corpus import Article, Line, Mark, read_corpus, read_uner
from pipeline.training.scoring import Span, f_by_type
from pipeline.training.widen import Widener

SEED = 20
VARIANTS = {"union": 4, "general": 2, "wire": 1}
"""Widened copies of each article, by the kind of text that its file's name says: what the pages are like
counts most."""
HELD_ASIDE = 10  # one article in so many
PARAMETERS = {"c1": 0.1, "c2": 0.5, "max_iterations": 100, "feature.minfreq": 2.0}
UNER_FILE = "uner_zh_gsdsimp_train.iob2"
_AREA = re.compile(r"[国省市县区州郡镇乡村]$")


def main() -> None:
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("--corpus", type=Path, required=True, help="folder of our own annotated articles")
    cli.add_argument("--uner", type=Path, help="folder with Universal NER's Chinese-GSDSimp (IOB2)")
    cli.add_argument("--out", type=Path, required=True, help="folder for the model and its card")
    cli.add_argument("--ablation", action="store_true", help="also train without the grammar, for the card")
    args = cli.parse_args()
    card = train(args.corpus, args.uner, args.out, ablation=args.ablation)
    json.dump(card, sys.stdout, ensure_ascii=False, indent=1)


def train(corpus: Path, uner: Path | None, out: Path, *, ablation: bool = False) -> dict[str, Any]:
    """Train on the corpora and write the model and its card into `out`; returns the card.

    `ablation`: the card also says what the model is worth without the grammar, which takes a second
    training. The model is the same.
    """
    begun = time.monotonic()
    own = list(read_corpus(corpus))
    learnt = [a for a in own if not held_aside(a.id)]
    aside = [a for a in own if held_aside(a.id)]
    widener = Widener(SEED)
    texts = [*learnt, *(widener.variant(a, n) for a in learnt for n in range(1, _variants(a) + 1))]
    sources = [_source("Baoshu entity corpus", "Apache-2.0, written for this project", own)]
    if uner is not None:
        foreign = [_without_general_locations(a) for a in read_uner(uner / UNER_FILE)]
        texts += foreign
        name = "Universal NER, Chinese-GSDSimp v1, training part (Mayhew et al., NAACL 2024)"
        sources.append(_source(name, "CC BY-SA 4.0", foreign))
    out.mkdir(parents=True, exist_ok=True)
    bare = out / "without-grammar.crfsuite"
    _fit(texts, out / MODEL, bare if ablation else None)
    scores = _scores(aside, open_model(out / MODEL), open_model(bare) if ablation else None)
    bare.unlink(missing_ok=True)
    card = {
        "made": dt.date.today().isoformat(),
        "command": "make train ABLATION=1" if ablation else "make train",
        "minutes": round((time.monotonic() - begun) / 60, 1),
        "python-crfsuite": version("python-crfsuite"),
        "corpus_sha256": corpus_hash(corpus),
        "sources": sources,
        "sentences": dict(sorted(_kinds(own).items())),
        "variants": VARIANTS,
        "parameters": PARAMETERS,
        "held_aside": {"articles": len(aside), "F, exact spans": scores},
    }
    (out / "model.json").write_text(json.dumps(card, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    (out / "MODEL_CARD.md").write_text(to_markdown(card), encoding="utf-8")
    return card


def _kinds(articles: Sequence[Article]) -> Counter[str]:
    """Sentences by the kind of text."""
    found: Counter[str] = Counter()
    for article in articles:
        found[article.id.split("-")[0]] += len(article.lines)
    return found


def held_aside(article_id: str) -> bool:
    """Whether an article is kept out of training, by a hash of its id."""
    return int(hashlib.sha256(article_id.encode()).hexdigest(), 16) % HELD_ASIDE == 0


def corpus_hash(folder: Path) -> str:
    """SHA-256 over the names and contents of a corpus's files."""
    digest = hashlib.sha256()
    for path in sorted(folder.glob("*.txt")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def _source(name: str, licence: str, articles: Sequence[Article]) -> dict[str, Any]:
    lines = [line for a in articles for line in a.lines]
    return {
        "name": name,
        "licence": licence,
        "sentences": len(lines),
        "characters": sum(len(line.text) for line in lines),
        "marks": sum(len(line.marks) for line in lines),
    }


def _without_general_locations(article: Article) -> Article:
    """UNER knows one kind of place; the administrative ones among them become GPE, as in our corpus."""
    table = areas()

    def kind(line: Line, mark: Mark) -> str:
        name = line.text[mark.start : mark.end]
        return "GPE" if mark.type == "LOC" and (table.codes(name) or _AREA.search(name)) else mark.type

    lines = [Line(ln.text, [Mark(m.start, m.end, kind(ln, m)) for m in ln.marks]) for ln in article.lines]
    return Article(article.id, lines)


def _variants(article: Article) -> int:
    return VARIANTS.get(article.id.split("-")[0], 1)


def _fit(articles: Sequence[Article], path: Path, bare: Path | None) -> None:
    """Train the model, and for `bare` one like it that is not told what the grammar found."""
    full, without = (pycrfsuite.Trainer(verbose=False) for _ in range(2))
    for article in articles:
        for features, wanted in _examples(article):
            full.append(pycrfsuite.ItemSequence(features), wanted)
            if bare is not None:
                without.append(pycrfsuite.ItemSequence([f[:-GRAMMAR_FEATURES] for f in features]), wanted)
    for trainer, target in ((full, path), (without, bare)):
        if target is not None:
            trainer.set_params(PARAMETERS)
            trainer.train(str(target))


def _examples(article: Article) -> Iterator[tuple[list[list[str]], list[str]]]:
    text = article.text
    words = word_spans_of(text)
    wanted = labels(len(text), _gold(article))
    grammar = labels(len(text), [(m.start, m.end, m.type) for m in find_entities(text, words)])
    for start, end in sequences(text):
        inside = [(max(a, start) - start, min(b, end) - start) for a, b in words if a < end and start < b]
        yield sequence_features(text[start:end], inside, grammar[start:end]), wanted[start:end]


def _gold(article: Article) -> list[Span]:
    spans, at = [], 0
    for line in article.lines:
        spans += [(m.start + at, m.end + at, m.type) for m in line.marks]
        at += len(line.text) + 1
    return spans


def _scores(
    aside: Sequence[Article], full: pycrfsuite.Tagger, bare: pycrfsuite.Tagger | None
) -> dict[str, dict[str, float]]:
    """F on the articles held aside: the grammar alone, the model alone (where there is one), both."""
    pairs: dict[str, list[tuple[list[Span], list[Span]]]] = {"grammar": [], "crf": [], "grammar + crf": []}
    for article in aside:
        text, gold = article.text, _gold(article)
        words = word_spans_of(text)
        grammar = find_entities(text, words)
        both = merge(text, grammar, propose(text, words, grammar, full))
        for name, found in (("grammar", grammar), ("grammar + crf", both)):
            pairs[name].append((gold, [(m.start, m.end, m.type) for m in found]))
        if bare is not None:
            alone = merge(text, [], propose(text, words, [], bare))
            pairs["crf"].append((gold, [(m.start, m.end, m.type) for m in alone]))
    return {name: f_by_type(p) for name, p in pairs.items() if p}
