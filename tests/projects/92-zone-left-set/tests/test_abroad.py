import os
import time

import clock


def test_in_tokyo():
    os.environ["TZ"] = "Asia/Tokyo"
    time.tzset()
    assert clock.stamp(0) == "1970-01-01 09:00"
