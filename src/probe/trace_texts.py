"""For observed sessions, makes texts and numbers without what differs from one run to the next, and without what nobody
should see. A text that is too long becomes its beginning, the character 1, and a digest of the whole text. A value that
may be a secret becomes "a value" and a keyed digest."""

import os
import sys

paths = kit.part("paths")
time, re, hashlib = kit.borrow("time"), kit.borrow("re"), kit.borrow("hashlib")
now, localtime, blake = time.time, time.localtime, hashlib.blake2b
MARK = "\x01"
SHOWN, LONG = 70, 4000  # These are the numbers of characters that are shown, and that are looked at.
WORDS = "secret token passw passphrase pwd credential api[-_]?key private[-_]?key access[-_]?key".split()
SECRET = re.compile("|".join(WORDS + ["^auth", "authoriz", "cookie"]), re.I)
UUID = re.compile(r"\b[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}\b", re.I)
ADDRESS = re.compile(r"\b0x[0-9a-f]{6,16}\b", re.I)
TEMPORARY = re.compile(
    r"(?:/[^\s'\",:;]*)?/(?:pytest-of-[^\s'\",:;/]+/pytest-\d+|tmp[a-z0-9_]{8})(?=/|\b)|\btmp[a-z0-9_]{8}\b"
)
MOMENT = re.compile(r"\b20\d\d-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?")
EVERYDAY = ("true", "false", "yes", "no", "on", "off")
DAY = 86400
key = b""
environ_values = frozenset()
folders = []  # These are pairs (part of a text, what replaces it), the longest part first.


def install(secret):
    """Prepares this part. `secret` is the key of the digests."""
    global key
    key = str(secret).encode()
    for folder in paths.projects:
        folders.append((folder, ""))
        folders.append((folder[:-1], "<project>"))
    for name in ("TMPDIR", "HOME", "VIRTUAL_ENV"):
        value = os.environ.get(name, "")
        if len(value) > 3:
            folders.append((value.rstrip("/"), "<%s>" % name.lower()))
    for folder in (sys.prefix, sys.base_prefix):
        folders.append((folder, "<python>"))
    folders.sort(key=lambda pair: -len(pair[0]))


def look_at_environ():
    """Remembers the values of environment variables. Such values are never written, so a text that equals one is not
    shown. Short everyday words are not secrets, and neither are the folders that have names here: a variable that holds
    the project's folder on one side only would make a difference of every such path."""
    global environ_values
    long = [value for value in os.environ.values() if len(value) > 1 and not value.isdigit()]
    known = frozenset([folder.rstrip("/") for folder, _ in folders])
    environ_values = frozenset(
        [value for value in long if value.lower() not in EVERYDAY and value.rstrip("/") not in known]
    )


def digest(text):
    """Returns a keyed digest of a text."""
    return blake(text.encode("utf-8", "surrogatepass"), digest_size=5, key=key[:64]).hexdigest()


def hidden(text):
    """Returns the text that replaces a value that is not shown."""
    return "a value" + MARK + digest(text)


def today():
    """Returns today, yesterday and tomorrow as ISO dates."""
    return (
        time.strftime("%Y-%m-%d", time.gmtime(now())),
        time.strftime("%Y-%m-%d", time.gmtime(now() - 86400)),
        time.strftime("%Y-%m-%d", time.gmtime(now() + 86400)),
    )


def plain(text):
    """Returns the text without what differs from one run to the next: folders, temporary names, uuids, addresses, and
    times near the present."""
    if "/" in text:
        for folder, name in folders:
            if folder in text:
                text = text.replace(folder, name)
    if len(text) > 5:
        text = TEMPORARY.sub("<tmp>", text)
        if "0x" in text:
            text = ADDRESS.sub("<address>", text)
        if len(text) >= 32:
            text = UUID.sub("<uuid>", text)
        if "20" in text and "-" in text and MOMENT.search(text):
            days = today()
            text = MOMENT.sub(lambda found: "<time>" if found.group()[:10] in days else found.group(), text)
    return text


def string(value):
    """Returns the text of a str."""
    if value in environ_values:
        return hidden(value)
    size = len(value)
    text = plain(value if size <= LONG else value[:LONG])
    shown = repr(text)
    if len(shown) <= SHOWN and size <= LONG:
        return shown
    return shown[:SHOWN] + "..." + MARK + digest(text + str(size if size > LONG else 0))


def number(value):
    """Returns the text of an int or a float."""
    if value > 1e8:
        near = now()
        for scale in (1, 1e3, 1e6, 1e9):
            if abs(value / scale - near) < 3600:
                return "<time>"
    return repr(value) if type(value) is float or -(10**40) < value < 10**40 else "<a large number>"


def ahead(value, base):
    """Returns "<time+2h>" for the present moment in local time without a time zone if the clock is two hours ahead of
    UTC, and "" for any other moment. Rounded moments, such as the beginning of a day, do not count, because their
    distance from now changes while the sessions run."""
    if value.microsecond == 0 or value.tzinfo is not None:
        return ""
    zone = localtime(now()).tm_gmtoff
    if not zone or abs((value - base(1970, 1, 1)).total_seconds() - zone - now()) > 600:
        return ""
    return "<time%+gh>" % (zone / 3600)
