"""Tells whether an element is one that its owner named."""

from watcher.core.model import Element, Watch
from watcher.core.text import squash


def is_watched(watch: Watch, element: Element) -> bool:
    """Whether everything that the owner named fits; a watch that names nothing fits nothing."""
    asked = [
        watch.role is None or watch.role == element.role,
        watch.name is None or squash(watch.name) == squash(element.name),
        watch.selector is None or watch.selector in element.selectors,
        watch.text is None or squash(watch.text) in squash(element.name),
    ]
    return all(asked) and not (watch.role is watch.name is watch.selector is watch.text is None)
