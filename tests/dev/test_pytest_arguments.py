"""Arguments that `bin/test` gives to pytest."""

import pytest

from dev.pytest_arguments import pytest_arguments

ALL_CORES = ["-n", "auto", "--dist", "loadgroup", "--max-worker-restart", "0"]
NOT_SLOW = "not (browser or crawl or installs or kills or starts or upgrades)"


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ([], ALL_CORES),
        (["-x", "-k", "quarter"], [*ALL_CORES, "-x", "-k", "quarter"]),
        (["tests/dev"], [*ALL_CORES, "tests/dev"]),
        (["--lf"], [*ALL_CORES, "--lf"]),
        ([__file__], [__file__]),
        ([f"{__file__}::test_it", "-x"], [f"{__file__}::test_it", "-x"]),
        ([__file__, "-n", "4"], [__file__, "-n", "4"]),
        (["-n4"], ["-n4"]),
        (["-n0", "tests/dev"], ["-n0", "tests/dev"]),
        (["--pdb"], ["--pdb"]),
        (["--collect-only"], ["--collect-only"]),
        (["--fast"], [*ALL_CORES, "-m", NOT_SLOW]),
        (["--fast", "-m", "services", "-x"], [*ALL_CORES, "-x", "-m", f"(services) and {NOT_SLOW}"]),
        (["--fast", "-m=services"], [*ALL_CORES, "-m", f"(services) and {NOT_SLOW}"]),
    ],
)
def test_all_cores_unless_files_are_named(given, found):
    assert pytest_arguments(given) == found
