"""Two versions of a text, word by word: what stayed, what went, what came."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

SAME, REMOVED, ADDED = "same", "removed", "added"
WORDS = re.compile(r"\S+\s*|\s+")
SENTENCES = re.compile(r"[^.!?\n]+[.!?\n]*\s*|[.!?\n]+\s*")
# Longer texts are compared sentence by sentence: comparing takes the square of the length.
MOST_WORDS = 1_000
MOST_SENTENCES = 1_000
# Texts of which less than this is common are two texts, not two versions of one.
LEAST_COMMON = 0.4
# So many words of what stayed are shown on each side of what did not.
AROUND = 8


@dataclass(frozen=True)
class Piece:
    """`kind` is `same`, `removed` or `added`."""

    kind: str
    text: str


def word_differences(before: str, after: str) -> list[Piece]:
    """The pieces in reading order; long stretches that stayed are cut to “… eight words before and after …”.

    Texts that have little in common are one piece removed and one piece added.
    """
    old, new = _parts(before), _parts(after)
    whole = [Piece(kind, text) for kind, text in ((REMOVED, before), (ADDED, after)) if text]
    if old is None or new is None:
        return whole
    matcher = SequenceMatcher(None, [part.strip() for part in old], [part.strip() for part in new], autojunk=False)
    if matcher.quick_ratio() < LEAST_COMMON or matcher.ratio() < LEAST_COMMON:
        return whole
    pieces = []
    for tag, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        if tag == "equal":
            pieces.append(Piece(SAME, "".join(new[new_from:new_to])))
            continue
        if old_from < old_to:
            pieces.append(Piece(REMOVED, "".join(old[old_from:old_to])))
        if new_from < new_to:
            pieces.append(Piece(ADDED, "".join(new[new_from:new_to])))
    last = len(pieces) - 1
    return [
        Piece(SAME, _shortened(piece.text, is_first=place == 0, is_last=place == last)) if piece.kind == SAME else piece
        for place, piece in enumerate(pieces)
    ]


def _parts(text: str) -> list[str] | None:
    words = WORDS.findall(text)
    if len(words) <= MOST_WORDS:
        return words
    sentences = SENTENCES.findall(text)
    return sentences if len(sentences) <= MOST_SENTENCES else None


def _shortened(text: str, *, is_first: bool, is_last: bool) -> str:
    words = WORDS.findall(text)
    head = [] if is_first else words[:AROUND]
    tail = [] if is_last else words[-AROUND:]
    if len(words) <= len(head) + len(tail) + AROUND:
        return text
    return "".join([*head, "… ", *tail])
