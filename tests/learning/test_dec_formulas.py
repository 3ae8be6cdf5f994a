"""DEC's equations against numbers worked by hand."""

import pytest
import torch

from photoorg.learn import dec

CODES = torch.tensor([[0.0, 0.0], [3.0, 0.0]])
CENTRES = torch.tensor([[0.0, 0.0], [1.0, 0.0]])


def test_soft_assignment_is_students_t() -> None:
    # photo 0: kernels 1/(1+0) = 1 and 1/(1+1) = 1/2 -> 2/3, 1/3
    # photo 1: kernels 1/(1+9) = 1/10 and 1/(1+4) = 1/5 -> 1/3, 2/3
    q = dec.soft_assignment(CODES, CENTRES)
    assert q.flatten().tolist() == pytest.approx([2 / 3, 1 / 3, 1 / 3, 2 / 3])


def test_soft_assignment_with_another_degree_of_freedom() -> None:
    # alpha 3: kernel (1 + d^2 / 3)^-2: photo 0: 1 and (4/3)^-2 = 9/16 -> 16/25, 9/25
    q = dec.soft_assignment(CODES[:1], CENTRES, alpha=3.0)
    assert q[0].tolist() == pytest.approx([16 / 25, 9 / 25])


def test_target_squares_and_divides_by_cluster_size() -> None:
    # q = [[.8, .2], [.6, .4]]; f = [1.4, .6]
    # photo 0: .64/1.4 = .457143, .04/.6 = .066667 -> .872727, .127273
    # photo 1: .36/1.4 = .257143, .16/.6 = .266667 -> .490909, .509091
    p = dec.target_distribution(torch.tensor([[0.8, 0.2], [0.6, 0.4]]))
    assert p.flatten().tolist() == pytest.approx([48 / 55, 7 / 55, 27 / 55, 28 / 55], abs=1e-6)


def test_target_of_the_whole_set_differs_from_that_of_a_part() -> None:
    q = torch.tensor([[0.8, 0.2], [0.6, 0.4]])
    assert not torch.allclose(dec.target_distribution(q)[:1], dec.target_distribution(q[:1]))


def test_divergence_is_the_mean_kl_in_nats() -> None:
    # photo 0: .5 ln(.5/.25) + .5 ln(.5/.75) = .143841; photo 1: p = q -> 0; mean .0719205
    p = torch.tensor([[0.5, 0.5], [0.9, 0.1]])
    q = torch.tensor([[0.25, 0.75], [0.9, 0.1]])
    assert float(dec.divergence(p, q)) == pytest.approx(0.0719205, abs=1e-6)


def test_divergence_of_equal_distributions_is_zero_also_with_zeros() -> None:
    p = torch.tensor([[1.0, 0.0]])
    assert float(dec.divergence(p, p)) == 0.0


def test_centres_are_means_and_unsorted_photos_do_not_count() -> None:
    codes = torch.tensor([[1.0], [3.0], [100.0], [5.0]])
    centres = dec.centres_of(codes, torch.tensor([0, 0, -1, 2]), 3)
    assert centres.flatten().tolist() == [2.0, 0.0, 5.0]


def test_changed_share() -> None:
    assert dec.changed_share(torch.tensor([0, 1, 2, 3]), torch.tensor([0, 1, 0, 0])) == 0.5


def test_the_gradient_pulls_a_code_towards_its_targets_centre() -> None:
    code = torch.tensor([[0.4, 0.0]], requires_grad=True)
    dec.divergence(torch.tensor([[1.0, 0.0]]), dec.soft_assignment(code, CENTRES)).backward()
    assert float(code.grad[0, 0]) > 0.0  # downhill is to the left, to centre 0


def test_gradients_agree_with_finite_differences() -> None:
    codes = torch.randn(4, 3, dtype=torch.float64, requires_grad=True)
    centres = torch.randn(2, 3, dtype=torch.float64, requires_grad=True)
    p = dec.target_distribution(dec.soft_assignment(codes, centres)).detach()
    assert torch.autograd.gradcheck(
        lambda z, m: dec.divergence(p, dec.soft_assignment(z, m)), (codes, centres)
    )
