"""Models on disk: a dictionary of tensors and plain values, nothing that can run code.

Callers give and get numpy arrays; on disk they are tensors, which torch reads without pickled code.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import numpy as np
import torch

from photoorg.errors import SurroundingsError

FORMAT = "photoorg-model"
VERSION = 1


def save(path: Path, content: dict[str, Any]) -> None:
    """Write `content` (arrays and plain values) so that a reader sees the old file or the new one.

    The folder is made if it is missing. Raises `SurroundingsError` if the disk refuses.
    """
    temporary = ""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=path.name, suffix=".part")
        with os.fdopen(handle, "wb") as stream:
            torch.save({"format": FORMAT, "version": VERSION, **to_tensors(content)}, stream)
            stream.flush()
            os.fsync(stream.fileno())
        Path(temporary).replace(path)
    except (OSError, RuntimeError) as fault:  # torch reports a full disk as RuntimeError
        if temporary:
            Path(temporary).unlink(missing_ok=True)
        raise SurroundingsError(
            f"The model could not be saved as {path} ({fault}).",
            "Check that the disk has space and that you may write there.",
        ) from fault


def load(path: Path) -> dict[str, Any]:
    """Read what `save` wrote, with `weights_only=True`: a file made to run code is refused.

    Raises `SurroundingsError` if the file is missing, damaged, foreign or of a newer version.
    """
    try:
        content = torch.load(path, map_location="cpu", weights_only=True)
    except FileNotFoundError as fault:
        raise SurroundingsError(f"The model {path} is missing.", RETRAIN) from fault
    except Exception as fault:  # torch raises many kinds on foreign bytes; none may pass
        raise SurroundingsError(
            f"The model {path} is damaged or was not written by photoorg.", RETRAIN
        ) from fault
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise SurroundingsError(f"{path} is not a model of photoorg.", RETRAIN)
    if content.get("version") != VERSION:
        raise SurroundingsError(
            f"The model {path} was written by another version of photoorg.", RETRAIN
        )
    return cast(dict[str, Any], to_arrays(content))


def to_tensors(value: Any) -> Any:
    """Arrays to tensors, all through lists and dictionaries."""
    if isinstance(value, np.ndarray):
        return torch.from_numpy(np.ascontiguousarray(value))
    return nested(value, to_tensors)


def to_arrays(value: Any) -> Any:
    """The inverse of `to_tensors`."""
    if isinstance(value, torch.Tensor):
        return value.numpy()
    return nested(value, to_arrays)


def nested(value: Any, change: Callable[[Any], Any]) -> Any:
    """Apply `change` to what a list or dictionary holds; other values pass."""
    if isinstance(value, dict):
        return {key: change(part) for key, part in value.items()}
    if isinstance(value, list):
        return [change(part) for part in value]
    return value


RETRAIN = "Group the library again: a new model is then made."
