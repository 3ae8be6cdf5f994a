"""The other spellings that PySide offers (`snake_case`, `true_property`): used nowhere here.

To learn which modules use them, PySide reads the source of each module that is imported after it,
and keeps its lines: 0.2 ms and 14 kB a module, which was a tenth of the time to the first photos.
"""

from __future__ import annotations


def leave_out() -> None:
    """Let PySide take for granted that no module uses them; where it has no such thing, nothing."""
    import PySide6.QtCore  # noqa: F401 - brings the following

    try:
        from shibokensupport import feature  # type: ignore[import-not-found]
    except ImportError:
        return
    if hasattr(feature, "_mod_uses_pyside"):
        feature._mod_uses_pyside = lambda _module: False
