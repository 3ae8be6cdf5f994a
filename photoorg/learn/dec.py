"""Deep embedded clustering: the formulas of Xie, Girshick and Farhadi (2016), equations 1 to 3.

Small pure functions on tensors; `refine` joins them. n photos, d numbers a code, k clusters.
"""

from __future__ import annotations

import torch
from torch import Tensor

TINY = 1e-12


def soft_assignment(codes: Tensor, centres: Tensor, alpha: float = 1.0) -> Tensor:
    """Eq. 1: q_ij, how much photo i belongs to cluster j, by Student's t. (n, d), (k, d) -> (n, k).

    q_ij = (1 + |z_i - mu_j|^2 / alpha)^(-(alpha + 1) / 2), each row divided by its sum.
    """
    squared = (codes[:, None, :] - centres[None, :, :]).square().sum(dim=2)
    kernel = (1.0 + squared / alpha).pow(-(alpha + 1.0) / 2.0)
    return kernel / kernel.sum(dim=1, keepdim=True)


def log_gaussian_assignment(codes: Tensor, centres: Tensor) -> Tensor:
    """log of eq. 1 for alpha to infinity: (n, d) codes and (k, d) centres to (n, k).

    (1 + d^2 / alpha)^(-(alpha + 1) / 2) tends to exp(-d^2 / 2), so that
    log q_ij = -|z_i - mu_j|^2 / 2 - log sum_j' exp(-|z_i - mu_j'|^2 / 2).
    """
    squared = (codes[:, None, :] - centres[None, :, :]).square().sum(dim=2)
    return torch.log_softmax(-0.5 * squared, dim=1)


def target_distribution(q: Tensor) -> Tensor:
    """Eq. 3: p_ij = (q_ij^2 / f_j) / sum_j' (q_ij'^2 / f_j'), f_j = sum_i q_ij over ALL photos.

    Squaring favours confident assignments; dividing by the cluster's soft size f_j keeps large
    clusters from swallowing the others. Must be called with the whole set, never with a batch.
    """
    weight = q.square() / q.sum(dim=0).clamp_min(TINY)
    return weight / weight.sum(dim=1, keepdim=True).clamp_min(TINY)


def divergence(p: Tensor, q: Tensor) -> Tensor:
    """Eq. 2: KL(P || Q) = sum_ij p_ij log(p_ij / q_ij), divided by n (mean over photos, nats)."""
    ratio = p.clamp_min(TINY).log() - q.clamp_min(TINY).log()
    return (p * ratio).sum() / len(p)


def centres_of(codes: Tensor, labels: Tensor, k: int) -> Tensor:
    """Means (k, d) of the codes of each label 0..k-1; -1 is left out, an empty label gets zeros."""
    known = labels >= 0
    sums = torch.zeros(k, codes.shape[1], dtype=codes.dtype, device=codes.device)
    sums.index_add_(0, labels[known], codes[known])
    counts = torch.bincount(labels[known], minlength=k).clamp_min(1)
    return sums / counts[:, None]


def changed_share(before: Tensor, after: Tensor) -> float:
    """Share of photos whose cluster changed, 0..1 (the paper's stopping rule)."""
    return float((before != after).double().mean()) if len(before) else 0.0
