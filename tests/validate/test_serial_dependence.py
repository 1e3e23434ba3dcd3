import numpy as np
import pytest

from validate import serial_dependence


@pytest.mark.parametrize("lag1", [0.0, 0.3, 0.6])
def test_the_series_has_its_autocorrelation_and_a_steady_spread(lag1):
    logs = serial_dependence.autoregressive(lag1, np.random.default_rng(1), (20_000, 6))
    assert logs.std(axis=0) == pytest.approx(np.ones(6), abs=0.03)
    assert np.corrcoef(logs[:, 2], logs[:, 3])[0, 1] == pytest.approx(lag1, abs=0.03)


def test_dependent_blocks_cost_coverage_and_are_marked():
    table = serial_dependence.simulate(1500, lags=(0.0, 0.3, 0.5), blocks=(7, 10)).set_index(["lag1", "blocks"])
    assert table.loc[0.0, "coverage"].min() > 0.95
    assert table.loc[0.3, "coverage"].between(0.88, 0.94).all()
    assert table.loc[0.5, "coverage"].between(0.80, 0.88).all()
    assert table.loc[0.0, "marked"].max() <= 0.02 and table.loc[0.5, "marked"].min() > 0.85
