"""The user's names for clusters."""

from photoorg.decisions import names


def test_last_name_wins_and_an_empty_one_gives_the_machines_back() -> None:
    assert names.titles([(1, "a"), (2, "b"), (1, "c"), (2, "")]) == {1: "c"}


def test_names_are_one_clean_line() -> None:
    assert names.cleaned("  two\nlines \t here ") == "two lines here"
    assert len(names.cleaned("x" * 1000)) == names.MAX_TITLE
