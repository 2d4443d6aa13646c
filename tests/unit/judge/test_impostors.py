"""What a page under a handle like a brand's own means, and whom it imitates."""

import pytest

from watcher.core.model import Likeness, Lookalike, Opinion, Portrait, Topic
from watcher.judge.impostors import Appearance, as_told, judge_impostor

READS_ALIKE = Lookalike(
    handle="telekom_hiIft", rank=1.0, reason="I in place of l", likeness=Likeness.CONFUSABLE, sign="I ↔ l"
)
WORDED = Lookalike(
    handle="telekom_hilft_team", rank=0.9, reason="with the word team", likeness=Likeness.WORDED, sign="+ team"
)
BIO = "We answer your questions about contracts, bills and phones, every day."
PICTURE = 0x1838_3833_3333_3330
OWN = Portrait(names=("Telekom hilft",), texts=(BIO, "12 posts"), pictures=(PICTURE,))
NOBODY = Portrait(names=("Facepage",), texts=("Join your friends on Facepage today.",))


def judged(page: Portrait, lookalike: Lookalike = WORDED, own: Portrait = OWN, nobody: Portrait = NOBODY) -> Opinion:
    return judge_impostor(
        lookalike, title="X", name="Telekom hilft", own=own, page=page, nobody=nobody, how=Appearance.NEW
    )


def rules(opinion: Opinion) -> list[str]:
    return [reason.rule for reason in opinion.reasons[2:]]


def test_a_stranger_under_such_a_handle_is_a_note_unless_it_reads_alike() -> None:
    stranger = Portrait(names=("Lena",), texts=("Cats, mountains and long train rides.",))
    assert judged(stranger).severity == 1
    opinion = judged(stranger, READS_ALIKE)
    assert (opinion.severity, rules(opinion)) == (2, [])
    assert opinion.topics == (Topic.ACCOUNT,)
    assert opinion.headline == "X: a page has come under telekom_hiIft (I in place of l)"


@pytest.mark.parametrize("name", ["TELEKOM HILFT", "Te1ekom hi1ft", "Telekom_hilft | Official", "Теlекоm hilft"])
def test_the_brands_name_is_seen_however_it_is_spelt(name: str) -> None:
    assert rules(judged(Portrait(names=(name,)))) == ["impostor_name"]


def test_the_handle_itself_is_no_name() -> None:
    assert rules(judged(Portrait(names=("telekom_hilft_team on Facepage",)))) == []


def test_the_same_picture_in_another_quality_is_the_same() -> None:
    assert rules(judged(Portrait(pictures=(PICTURE ^ 0b1011,)))) == ["impostor_picture"]
    assert rules(judged(Portrait(pictures=(PICTURE ^ 0xFFFF_FFFF,)))) == []


def test_a_text_that_is_nearly_the_same_is_quoted() -> None:
    text = BIO.replace("every day", "always")
    opinion = judged(Portrait(texts=(text, "3 posts")))
    assert (rules(opinion), opinion.reasons[-1].quote) == (["impostor_text"], text)


def test_two_resemblances_are_critical_and_of_what_was_there_before_important() -> None:
    opinion = judged(OWN)
    assert (opinion.severity, len(rules(opinion))) == (3, 3)
    assert judged(Portrait(names=OWN.names), READS_ALIKE).severity == 3
    assert as_told(opinion, Appearance.EXISTS).severity == 2


def test_what_the_platform_shows_everywhere_is_nobodys() -> None:
    logo = Portrait(names=("Telekom hilft",), texts=("Join your friends on Facepage today.",), pictures=(PICTURE,))
    assert rules(judged(logo, own=logo, nobody=logo)) == []
