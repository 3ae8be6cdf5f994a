"""Questions about groups, answered by a helper process that stays for the next one.

What a group falls into and who would follow need the learning libraries, which take seconds to
import and hold the interpreter while they do (`pipeline.child`). A person who tries two parts, then
three, shall not pay for that twice: so the helper is kept between questions.
"""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

from photoorg.pipeline.child import Helper
from photoorg.records import Follower

if TYPE_CHECKING:
    from photoorg.pipeline.library import Library
    from photoorg.records import Context

QUESTIONS = ("propose-split", "followers")


def answer(
    name: str, ctx: Context, library: Library, cluster: int, parts: int | None = None
) -> dict[str, Any]:
    """Answer one of `QUESTIONS`, in the helper; plain JSON."""
    if name == "propose-split":
        return {"parts": library.propose_split(cluster, parts, ctx)}
    found = library.followers(cluster, ctx)
    return {"followers": [[one.photo, one.cluster, one.share] for one in found]}


class Answerer:
    """Asks the helper, which it starts with the first question; one question at a time."""

    def __init__(self, library_folder: Path) -> None:
        self._folder = library_folder
        self._helper: Helper | None = None
        self._turn = threading.Lock()

    def parts(self, cluster: int, parts: int | None, ctx: Context) -> list[tuple[int, ...]]:
        """See `Library.propose_split`."""
        found = self._ask("propose-split", {"cluster": cluster, "parts": parts}, ctx)
        return [tuple(part) for part in found["parts"]]

    def followers(self, cluster: int, ctx: Context) -> list[Follower]:
        """See `Library.followers`."""
        found = self._ask("followers", {"cluster": cluster}, ctx)
        return [Follower(*one) for one in found["followers"]]

    def close(self) -> None:
        """Let the helper go, and its memory with it; the next question starts another."""
        helper, self._helper = self._helper, None
        if helper is not None:
            helper.close()

    def _ask(self, name: str, args: dict[str, Any], ctx: Context) -> dict[str, Any]:
        with self._turn:
            helper = self._helper
            if helper is None or not helper.alive:
                helper = self._helper = Helper(self._folder)
            try:
                return helper.ask(name, args, ctx)
            finally:
                if not helper.alive:
                    self.close()
