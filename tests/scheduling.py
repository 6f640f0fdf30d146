"""Which tests a process of the suite takes together."""

from xdist.scheduler import LoadFileScheduling

# These ask the whole gold, once a process: the longest thing that the suite does.
_WITH_THE_GOLD = frozenset({"tests/test_eval_cli.py", "tests/test_readme.py"})


class WholeFiles(LoadFileScheduling):
    """Files go whole to a process, and those that share what takes long go to the same."""

    def _split_scope(self, nodeid: str) -> str:
        file: str = super()._split_scope(nodeid)
        return "the whole gold" if file in _WITH_THE_GOLD else file
