"""How much each key has used of what it may, in this process."""

import math
import time

from limits import RateLimitItemPerDay, RateLimitItemPerMinute
from limits.limits import RateLimitItem
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter, MovingWindowRateLimiter, RateLimiter

from api.access.caller import Quota
from api.errors import TooManyRequestsError


class Quotas:
    """Counts by the id of a key; a restart begins anew."""

    def __init__(self) -> None:
        storage = MemoryStorage()
        # A minute is any 60 seconds. A day is one from its first question on, since a list of every time would grow long.
        self._minutes, self._days = MovingWindowRateLimiter(storage), FixedWindowRateLimiter(storage)

    def count_request(self, key_id: str, quota: Quota) -> None:
        """One more request; raises TooManyRequestsError."""
        if quota.per_minute is not None:
            _count(self._minutes, RateLimitItemPerMinute(quota.per_minute), key_id, "requests a minute")

    def count_question(self, key_id: str, quota: Quota) -> None:
        """One more question; raises TooManyRequestsError."""
        if quota.per_day is not None:
            _count(self._days, RateLimitItemPerDay(quota.per_day), key_id, "questions a day")


def _count(limiter: RateLimiter, item: RateLimitItem, key_id: str, what: str) -> None:
    if limiter.hit(item, key_id):
        return
    wait = max(1, math.ceil(limiter.get_window_stats(item, key_id).reset_time - time.time()))
    raise TooManyRequestsError(f"the key may make {item.amount} {what}; come back in {wait} s", wait)
