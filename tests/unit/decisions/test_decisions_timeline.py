"""Undo and redo of any depth, over a list that only grows."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from photoorg.decisions.timeline import Entry, to_redo, to_undo, undone


def step(entries: list[Entry], kind: str) -> int | None:
    """Do what the user asks for, as the catalogue would; the decision it is about."""
    number = len(entries) + 1
    if kind == "decide":
        entries.append(Entry(number, "decision"))
        return number
    target = to_undo(reversed(entries)) if kind == "undo" else to_redo(reversed(entries))
    if target is not None:
        entries.append(Entry(number, "undo" if kind == "undo" else "redo", target))
    return target


@given(st.lists(st.sampled_from(["decide", "undo", "redo"]), max_size=40))
def test_it_is_the_undo_that_every_editor_has(kinds: list[str]) -> None:
    """Against two stacks in memory."""
    entries: list[Entry] = []
    done: list[int] = []
    taken_back: list[int] = []
    for kind in kinds:
        found = step(entries, kind)
        if kind == "decide":
            assert found is not None
            done.append(found)
            taken_back.clear()
        elif kind == "undo":
            assert found == (done[-1] if done else None)
            taken_back += done[-1:]
            done = done[:-1]
        else:
            assert found == (taken_back[-1] if taken_back else None)
            done += taken_back[-1:]
            taken_back = taken_back[:-1]
        every = {entry.id for entry in entries if entry.target is None}
        assert every - undone(entries) == set(done)


def test_a_step_reads_no_more_than_it_needs() -> None:
    entries = [Entry(n, "decision") for n in range(1, 1001)]
    read: list[int] = []

    def newest_first() -> object:
        for entry in reversed(entries):
            read.append(entry.id)
            yield entry

    assert to_undo(newest_first()) == 1000  # type: ignore[arg-type]
    assert to_redo(newest_first()) is None  # type: ignore[arg-type]
    assert read == [1000, 1000]
