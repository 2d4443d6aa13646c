"""Says who is told of a finding: who owns what is at stake, who owns the page, and who gets copies."""

from watcher.alert.stake_lines import threatened
from watcher.core.model import Config, Finding, Owner, Target
from watcher.core.text import names


def recipients(finding: Finding, target: Target, config: Config) -> tuple[Owner, ...]:
    """Everybody once, in this order: owners of threatened stakes, of the target, and those who get copies."""
    ids = [owner for stake in threatened(finding, config) for owner in stake.owners]
    copied = [owner.id for owner in (*config.owners, config.operator) if is_copied(owner, finding, target)]
    named = map(config.owner, dict.fromkeys([*ids, *target.owners, *copied]))
    return tuple(owner for owner in named if owner is not None)


def is_copied(owner: Owner, finding: Finding, target: Target) -> bool:
    """Whether a change is about something of which the owner gets copies, whoever owns it."""
    copies = owner.copies
    if copies is None or (copies.platforms and target.platform not in copies.platforms):
        return False
    if set(copies.topics) & set(finding.topics):
        return True
    words = finding.words if copies.words else ""
    return any(names(words, word) for word in copies.words)
