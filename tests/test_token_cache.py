"""The cache of token vectors: bounded in bytes, and asked only for what it does not have."""

from collections.abc import Sequence

import numpy as np

from index.article_store import VectorKey
from index.late import TokenRows
from index.token_cache import StoredTokens, TokenCache

KEYS = [VectorKey(number, f"made from {number}") for number in range(4)]


def rows(key: VectorKey) -> TokenRows:
    # 8 bytes of rows, 8 of scales, 4 of units: 20 bytes.
    return TokenRows(np.full((2, 4), key.row, np.int8), np.ones(2, np.float32), np.zeros(2, np.int16))


def test_what_was_used_lately_is_not_fetched_again_and_what_was_not_gives_way() -> None:
    fetched: list[list[int]] = []

    def fetch(keys: Sequence[VectorKey]) -> list[TokenRows]:
        fetched.append([key.row for key in keys])
        return [rows(key) for key in keys]

    chunks = StoredTokens(KEYS, TokenCache(fetch, limit_bytes=59))  # two of them, and not three
    assert len(chunks) == 4
    assert [found.rows[0, 0] for found in chunks.at([1, 0, 1])] == [1, 0, 1]
    chunks.at([0])
    chunks.at([2])  # 1 was used least lately
    chunks.at([0, 2])
    chunks.at([1])
    assert fetched == [[1, 0], [2], [1]]
    # More at once than it may keep is given all the same.
    assert [found.rows[0, 0] for found in chunks.at([0, 1, 2, 3])] == [0, 1, 2, 3]


def test_what_no_generation_has_any_more_is_let_go_one_generation_later() -> None:
    fetched: list[int] = []

    def fetch(keys: Sequence[VectorKey]) -> list[TokenRows]:
        fetched.extend(key.row for key in keys)
        return [rows(key) for key in keys]

    cache = TokenCache(fetch, limit_bytes=60)  # three of them
    chunks = StoredTokens(KEYS, cache)
    chunks.at([0, 1, 2])
    # 3 was never asked for.
    cache.retire([KEYS[0], KEYS[3]])
    chunks.at([0])  # by who still has the generation before
    cache.retire([KEYS[1]])
    chunks.at([1, 2])
    chunks.at([3])  # in the room of 0, so none of the others has to give way
    chunks.at([1, 2, 3])
    assert fetched == [0, 1, 2, 3]
