"""Finds what makes a page known as somebody's: name, handle, mark of verification, picture, link and category."""

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import parse_qs, unquote, urljoin, urlsplit

from watcher.core.marks import is_verified
from watcher.core.model import Fact, FactKind, Source
from watcher.extract.places import same_site
from watcher.extract.shown_texts import Shown
from watcher.extract.text import clean

_AVATAR = re.compile(
    r"(?i)\b(?:avatar|profile (?:picture|photo|image)|profilbild|profilfoto|photo de profil|foto de perfil|logo)\b"
)
_HANDLE = re.compile(r"@([\w][\w.-]{1,40})")
_IN_TITLE = re.compile(r"^(?P<name>.{1,120}?)\s*\((?P<handle>@[\w][\w.-]{1,40})\)")
_CUT = re.compile(r"\s+[|•·–—/]\s+|\s+-\s+(?=\S+$)")
_UNREAD = re.compile(r"^\(\d+\+?\)\s*")
_CATEGORY = re.compile(
    r"(?i)(?:page|seite|category|kategorie|branche|industry|catégorie)\s*[·•:]\s*(?P<name>\S.{1,60})"
)
_WRAPPED = {"u", "q", "url", "target"}
_WRAPPERS = re.compile(r"(?i)^(?:l|lm|out|away|link)\.|/(?:l\.php|redirect|away|link|url|leaving)(?:/|$)")
_TRACKING = re.compile(r"(?i)^(?:utm_\w+|fbclid|gclid|igsh\w*|mc_\w+|ref|si)$")
_SIZED = re.compile(r"(?i)(?:[_-](?:\d{2,4}x\d{2,4}|normal|bigger|mini|small|medium|large|\d{2,4}w?))+$")
_NAMELESS = re.compile(
    r"(?i)(?:profile|user|avatar|image|photo|default|logo|picture|main|original|\d{1,4})(?:[-_]?\d{1,4})?"
)
_SIZE_OPTIONS = re.compile(r"=[swhckno\d-]+[\w-]*$")


def meta_facts(metas: Mapping[str, str], url: str) -> Iterator[Fact]:
    """What the page tells those who preview it; a page that names no owner so has only a picture, if at all."""
    title = clean(_UNREAD.sub("", metas.get("og:title", "")))
    found = _IN_TITLE.match(title)
    if found:
        yield Fact(kind=FactKind.NAME, value=found["name"], source=Source.META)
        yield Fact(kind=FactKind.HANDLE, value=found["handle"].lstrip("@").lower(), source=Source.META)
    elif title and "profile" in metas.get("og:type", ""):
        yield Fact(kind=FactKind.NAME, value=_CUT.split(title)[0], source=Source.META)
    handle = metas.get("profile:username", "")
    if handle and not found:
        yield Fact(kind=FactKind.HANDLE, value=handle.lstrip("@").lower(), source=Source.META)
    picture = metas.get("og:image", "")
    if picture and (found or "profile" in metas.get("og:type", "")):
        yield Fact(kind=FactKind.PICTURE, value=urljoin(url, picture), source=Source.META)


def visible_facts(texts: Sequence[Shown], url: str, *, is_profile: bool) -> Iterator[Fact]:
    """What visitors see; the heading is a name where the page is somebody's profile (`is_profile`, or by its marks)."""
    own = [shown for shown in texts if not shown.foreign]
    verified = any(_is_badge(shown) for shown in own)
    handle = next((found[1] for shown in own if shown.text and (found := _HANDLE.fullmatch(shown.text))), "")
    if not (is_profile or verified or handle):
        return
    name = _title(own)
    if name:
        yield Fact(kind=FactKind.NAME, value=name, source=Source.VISIBLE)
    if handle:
        yield Fact(kind=FactKind.HANDLE, value=handle.lower(), source=Source.VISIBLE)
    yield Fact(kind=FactKind.VERIFIED, value="yes" if verified else "no", source=Source.VISIBLE)
    if picture := _avatar(own, name):
        yield Fact(kind=FactKind.PICTURE, value=urljoin(url, picture), source=Source.VISIBLE)
    if link := next(_bio_links(own, url), ""):
        yield Fact(kind=FactKind.BIO_LINK, value=link, source=Source.VISIBLE)
    category = next((found["name"] for shown in own if shown.text and (found := _CATEGORY.fullmatch(shown.text))), "")
    if category:
        yield Fact(kind=FactKind.CATEGORY, value=category, source=Source.VISIBLE)


def reduced(kind: FactKind, value: str) -> str:
    """What of a fact lasts from visit to visit: addresses without what expires, names without marks beside them."""
    match kind:
        case FactKind.PICTURE:
            return picture_key(value)
        case FactKind.BIO_LINK:
            return link_key(value)
        case _:
            return clean(value)[:200]


def picture_key(address: str) -> str:
    """What a picture's address has of the picture itself: hosts, sizes and signatures change with every visit."""
    if address.startswith("data:"):
        return f"data:{hashlib.sha256(address.encode()).hexdigest()[:16]}"
    try:
        path = unquote(urlsplit(address).path)
    except ValueError:
        return ""
    if address.startswith("blob:") or not path.strip("/"):
        return ""
    names = [segment for segment in path.split("/") if segment]
    last = _SIZE_OPTIONS.sub("", names[-1])
    stem = _SIZED.sub("", last.rsplit(".", 1)[0] if "." in last else last)
    if (not stem or _NAMELESS.fullmatch(stem)) and len(names) > 1:
        return f"{names[-2]}/{stem}"
    return stem


def link_key(address: str) -> str:
    """Where a link leads in the end, without what only counts its visitors."""
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").removeprefix("www.")
        query = parse_qs(parts.query)
    except ValueError:
        return ""
    if _WRAPPERS.search(host) or _WRAPPERS.search(parts.path):
        inner = next((values[0] for name, values in query.items() if name in _WRAPPED and "." in values[0]), "")
        if inner.startswith(("http://", "https://")):
            return _plain_key(inner)
    return _plain_key(address)


def _plain_key(address: str) -> str:
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return ""
    kept = "&".join(pair for pair in parts.query.split("&") if pair and not _TRACKING.fullmatch(pair.partition("=")[0]))
    return f"{host}{parts.path.rstrip('/')}{'?' + kept if kept else ''}"


def _is_badge(shown: Shown) -> bool:
    said = (shown.text,) if shown.text else shown.labels
    return any(map(is_verified, said))


def _title(texts: Sequence[Shown]) -> str:
    """The first heading of the first level, without the marks in it."""
    first: tuple[int, ...] | None = None
    words: list[str] = []
    for shown in texts:
        if shown.heading != 1 or not shown.text:
            if words and shown.text:
                break
            continue
        if first is None:
            first = shown.path
        if not _is_badge(shown):
            words.append(shown.text)
    return " ".join(words)[:200]


def _avatar(texts: Sequence[Shown], name: str) -> str:
    """The picture that is called an avatar, or after the page."""
    pictures = [shown for shown in texts if shown.tag == "img" and shown.attributes]
    for shown in pictures:
        if any(_AVATAR.search(label) for label in shown.labels) or (
            name and any(name.casefold() == label.casefold() for label in shown.labels)
        ):
            return (shown.attributes or {}).get("src") or ""
    return ""


def _bio_links(texts: Sequence[Shown], url: str) -> Iterator[str]:
    """Links that leave the platform and show where they lead, or that are marked as the owner's."""
    for index, shown in enumerate(texts):
        if shown.tag != "a" or not shown.attributes:
            continue
        address = shown.attributes.get("href") or ""
        if not address.startswith(("http://", "https://", "//")):
            continue
        led = link_key(urljoin(url, address))
        host = led.partition("/")[0]
        if not host or same_site(f"https://{host}/", url):
            continue
        words = [one.text for one in texts[index + 1 : index + 4] if one.text and shown.path[-1] in one.path]
        said = "".join(words).casefold().removeprefix("https://").removeprefix("http://").removeprefix("www.")
        owned = "me" in (shown.attributes.get("rel") or "").split()
        if owned or (said and host.startswith(said.partition("/")[0].rstrip("….")) and "." in said):
            yield urljoin(url, address)
