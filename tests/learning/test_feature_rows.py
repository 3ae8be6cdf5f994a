"""Stored feature rows: bit-identical per photo, small, and decodable."""

from pathlib import Path

import numpy as np
import pytest
import torch

from photoorg import weights
from photoorg.clusters import titles
from photoorg.errors import SurroundingsError
from photoorg.learn import backbone, features
from photoorg.learn.device import CPU
from photoorg.pipeline import evidence, grouping
from photoorg.records import NULL_CONTEXT

needs_weights = pytest.mark.skipif(not grouping.HAS_WEIGHTS, reason="weights are not installed")


MEAN = torch.tensor((0.485, 0.456, 0.406))  # of ImageNet's photos, as torchvision states them
SPREAD = torch.tensor((0.229, 0.224, 0.225))


def features_with_cues(rows: np.ndarray) -> np.ndarray:
    """Rows as they are stored: cues behind."""
    return np.concatenate([rows, np.zeros((len(rows), 8), dtype=np.uint8)], axis=1)


def pictures(count: int, side: int) -> np.ndarray:
    """Smooth random pictures, uint8."""
    rng = np.random.default_rng(5)
    small = rng.integers(0, 256, size=(count, 8, 8, 3)).astype(np.uint8)
    return np.repeat(np.repeat(small, side // 8, axis=1), side // 8, axis=2)


def rows_of(x: np.ndarray, start: int = 0) -> np.ndarray:
    chunks = grouping.features(lambda a, b: x[start:][a:b], len(x) - start, "cpu", NULL_CONTEXT)
    return np.concatenate([rows for _, _, rows in chunks])


@needs_weights
def test_a_row_depends_on_its_photo_alone(monkeypatch) -> None:
    x = pictures(7, grouping.INPUT_SIDE)
    whole = rows_of(x)
    assert whole.shape == (7, grouping.FEATURE_BYTES)
    assert whole.dtype == np.uint8
    monkeypatch.setattr(features, "CHUNK", 2)  # other batches, as after an interruption
    assert np.array_equal(rows_of(x), whole)
    assert np.array_equal(rows_of(x, start=3), whole[3:])
    assert np.array_equal(rows_of(x[::-1].copy()), whole[::-1])


@needs_weights
def test_stored_features_are_close_to_the_networks() -> None:
    x = pictures(2, grouping.INPUT_SIDE)
    rows = rows_of(x)
    network = backbone.Backbone(backbone.load_network())  # not fused, all at once
    with torch.inference_mode():
        maps, pooled = network(torch.from_numpy(x).permute(0, 3, 1, 2).float())
    assert np.abs(features.unpack_pooled(rows) - pooled.numpy()).max() < 0.05
    small = torch.nn.functional.adaptive_avg_pool2d(maps, features.GRID).numpy()
    inside = np.abs(small) < features.MAP_TOP
    assert np.abs(features.unpack_maps(rows) - small)[inside].max() < 0.06


@needs_weights
def test_the_backbone_knows_what_it_sees() -> None:
    from sklearn.datasets import load_sample_image

    palace = load_sample_image("china.jpg")[:427, 100:527]
    at = np.linspace(0, 426, grouping.INPUT_SIDE).astype(int)
    rows = rows_of(palace[at][:, at][None])
    likely = evidence.likely_classes(rows, grouping.FEATURE_MODEL)
    assert likely is not None
    words = {word.theme: word for word in titles.agreed_words(*likely)}
    assert words["Churches and monuments"].share == 1.0
    assert words["Churches and monuments"].sure > titles.LEAST_SURE


@needs_weights
def test_the_fused_network_is_the_same_function() -> None:
    x = torch.rand(1, 3, 224, 224) * 255
    with torch.inference_mode():
        plain = backbone.Backbone(backbone.load_network())(x)
        fused = backbone.load_backbone(CPU)(x)
    for one, other in zip(plain, fused, strict=True):
        assert torch.allclose(one, other, atol=1e-3)


def test_weights_of_another_network_are_refused() -> None:
    with pytest.raises(ValueError, match="not those of this network"):
        backbone.rename_in_order({"a": torch.zeros(2)}, {"b": torch.zeros(3)})


def test_closing_early_is_fine() -> None:
    x = np.zeros((200, 32, 32, 3), dtype=np.uint8)
    chunks = features.extract(
        features.PixelExtractor(), lambda a, b: x[a:b], 200, CPU, NULL_CONTEXT
    )
    assert next(chunks)[:2] == (0, features.CHUNK)
    chunks.close()


def test_without_weights_the_row_is_the_picture() -> None:
    x = pictures(3, 32)
    chunks = features.extract(
        features.extractor_for("pixels-32x3-1"), lambda a, b: x[a:b], 3, CPU, NULL_CONTEXT
    )
    rows = np.concatenate([rows for _, _, rows in chunks])
    assert rows.shape == (3, 3072 + 8)
    back = features.unpack_pixels(rows, 3, 32)
    assert np.allclose(back.transpose(0, 2, 3, 1) * 255, x, atol=0.01)


def test_cues_tell_paper_and_screens_from_photos() -> None:
    paper = np.full((64, 64, 3), 250, dtype=np.uint8)
    noise = np.random.default_rng(0).integers(0, 256, size=(64, 64, 3)).astype(np.uint8)
    rows = features.pixel_cues(np.stack([paper, noise]))
    cues = [dict(zip(features.CUES, one, strict=True)) for one in features.unpack_cues(rows)]
    assert cues[0]["flat"] == cues[0]["white"] == cues[0]["grey"] == cues[0]["bands"] == 1.0
    assert cues[0]["dark"] == cues[0]["edges"] == cues[0]["colourful"] == 0.0
    assert cues[1]["flat"] < 0.2
    assert cues[1]["edges"] > 0.3
    assert cues[1]["white"] < 0.02


@pytest.fixture
def mobilenet(tmp_path: Path, monkeypatch) -> Path:
    """torchvision's folder with untrained weights of MobileNetV2, asked for."""
    from torchvision.models import mobilenet_v2

    folder = tmp_path / "hub" / "checkpoints"
    folder.mkdir(parents=True)
    torch.manual_seed(0)
    torch.save(mobilenet_v2(weights=None).state_dict(), folder / "mobilenet_v2-0123abcd.pth")
    monkeypatch.setenv("TORCH_HOME", str(tmp_path))
    monkeypatch.setenv(weights.VARIABLE, "mobilenet_v2")
    return folder


def test_torchvisions_network_takes_the_place_of_ours(mobilenet: Path) -> None:
    choice = weights.choose()
    assert choice.key == "mobilenetv2.0123abcd-224-1"  # other weights, other rows
    x = pictures(3, weights.SIDE)
    rows = features.extractor_for(choice.key).rows(x, CPU)
    assert rows.shape == (3, 4160)
    whole = backbone.whole()
    with torch.inference_mode():
        _, pooled = whole(torch.from_numpy(x).permute(0, 3, 1, 2).float())
        inside = whole.network.features(  # as torchvision itself calls it
            (torch.from_numpy(x).permute(0, 3, 1, 2) / 255.0 - MEAN[:, None, None])
            / SPREAD[:, None, None]
        ).mean(dim=(2, 3))
    assert torch.allclose(pooled, inside, atol=1e-4)
    assert np.abs(features.unpack_pooled(rows) - pooled.numpy()).max() < 0.05
    assert evidence.likely_classes(features_with_cues(rows), choice.key) is not None


def test_missing_weights_and_unknown_networks_say_what_to_do(mobilenet: Path, monkeypatch) -> None:
    (mobilenet / "mobilenet_v2-0123abcd.pth").unlink()
    with pytest.raises(SurroundingsError, match=r"mobilenet_v2-….pth are not in") as missing:
        weights.choose()
    assert "downloads nothing" in str(missing.value.advice)
    monkeypatch.setenv(weights.VARIABLE, "resnet")
    with pytest.raises(SurroundingsError, match="does not know"):
        weights.choose()
    monkeypatch.setenv(weights.VARIABLE, "pixels")
    assert not weights.has_maps(weights.choose().key)
