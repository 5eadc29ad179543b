from urllib3.util.retry import Retry


def patient(times=3):
    return Retry(total=times, method_whitelist=["GET", "HEAD"], backoff_factor=0.2)
