from provenance.differences import Piece, word_differences


def told(before, after):
    marks = {"same": "{}", "removed": "[-{}-]", "added": "[+{}+]"}
    return "".join(marks[piece.kind].format(piece.text) for piece in word_differences(before, after))


def test_words_that_differ_stand_between_those_that_stayed():
    assert told("The cities meet once a year in spring.", "The cities meet twice a year in spring.") == (
        "The cities meet [-once -][+twice +]a year in spring."
    )


def test_what_was_added_or_removed_alone_is_one_piece():
    assert told("They meet and help each other.", "They meet each other.") == "They meet [-and help -]each other."


def test_texts_that_share_little_are_told_whole():
    assert word_differences("One thing altogether", "Something of another kind entirely") == [
        Piece("removed", "One thing altogether"),
        Piece("added", "Something of another kind entirely"),
    ]


def test_long_stretches_that_stayed_are_shortened():
    long = " ".join(f"word{number}" for number in range(60))
    [first, removed, added, last] = word_differences(f"{long} old {long}", f"{long} new {long}")
    assert first.text == "… " + " ".join(f"word{number}" for number in range(52, 60)) + " "
    assert (removed.text, added.text) == ("old ", "new ")
    assert last.text == " ".join(f"word{number}" for number in range(8)) + " … "


def test_very_long_texts_are_compared_by_sentences():
    sentences = [f"Sentence number {number} says something. " for number in range(400)]
    changed = [*sentences[:200], "Here is another. ", *sentences[201:]]
    assert [(piece.kind, piece.text) for piece in word_differences("".join(sentences), "".join(changed))][1:3] == [
        ("removed", "Sentence number 200 says something. "),
        ("added", "Here is another. "),
    ]


def test_nothing_against_something_is_one_piece():
    assert word_differences("", "Something") == [Piece("added", "Something")]
    assert word_differences("Something", "") == [Piece("removed", "Something")]
