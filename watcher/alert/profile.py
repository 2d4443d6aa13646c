"""Says in a reader's language what a page says differently of itself, how far a figure fell, and what that may mean."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from watcher.alert.inert import quote
from watcher.alert.wording import Wording
from watcher.core.model import FactKind, FigureKind, Language, LayoutChange, LayoutOp

_VALUE = 100
_SENTENCE = 240


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileWords:
    """One language: `facts` by kind with fields for both values, `figures` as they stand before a verb."""

    facts: Mapping[FactKind, str]
    verified: str
    unverified: str
    figures: Mapping[FigureKind, str]
    fell: str
    rose: str
    rating_fell: str
    rating_rose: str
    meaning: str
    meaning_rating: str
    meaning_posts: str
    quiet: str
    advice: str
    advice_quiet: str


_ENGLISH = ProfileWords(
    facts={
        FactKind.NAME: "The page is now called {after}, before {before}",
        FactKind.HANDLE: "The page's handle is now {after}, before {before}: old links to it may lead nowhere",
        FactKind.PICTURE: "The page has another profile picture",
        FactKind.BIO_LINK: "The link in the profile now leads to {after}, before to {before}",
        FactKind.CATEGORY: "The page's category is now {after}, before {before}",
    },
    verified="The page has a mark of verification now",
    unverified="The page has lost its mark of verification",
    figures={
        FigureKind.FOLLOWERS: "followers",
        FigureKind.SUBSCRIBERS: "subscribers",
        FigureKind.LIKES: "likes",
        FigureKind.MEMBERS: "members",
        FigureKind.VIEWS: "views",
        FigureKind.POSTS: "posts",
        FigureKind.RATING: "rating",
    },
    fell="The page lost {share}% of its {figure} within a short time: {before} → {after}",
    rose="The page's {figure} are back: {before} → {after}",
    rating_fell="The page's rating fell from {before} to {after} within a short time",
    rating_rose="The page's rating is back: {before} → {after}",
    meaning="it may have been unpublished, restricted, merged with another page, hacked or renamed; or the platform"
    " removed accounts",
    meaning_rating="many bad ratings at once are often no customers'",
    meaning_posts="posts were deleted or hidden: by somebody with access, or by the platform",
    quiet="There has been no new post since {day}, for {days} days",
    advice="Open the page as a visitor, then as its administrator: look for a notice of the platform (restriction,"
    " merger, rename), who has access and what they did last; end access and change passwords where it was none of"
    " you.",
    advice_quiet="See whether posts are planned and the tool that publishes them still has access to the page.",
)
_GERMAN = ProfileWords(
    facts={
        FactKind.NAME: "Die Seite heißt jetzt {after}, vorher {before}",
        FactKind.HANDLE: "Der Nutzername der Seite ist jetzt {after}, vorher {before}: alte Links auf sie führen"
        " vielleicht ins Leere",
        FactKind.PICTURE: "Die Seite hat ein anderes Profilbild",
        FactKind.BIO_LINK: "Der Link im Profil führt jetzt zu {after}, vorher zu {before}",
        FactKind.CATEGORY: "Die Kategorie der Seite ist jetzt {after}, vorher {before}",
    },
    verified="Die Seite ist jetzt als verifiziert gekennzeichnet",
    unverified="Die Seite ist nicht mehr als verifiziert gekennzeichnet",
    figures={
        FigureKind.FOLLOWERS: "Follower",
        FigureKind.SUBSCRIBERS: "Abonnenten",
        FigureKind.LIKES: "„Gefällt mir“-Angaben",
        FigureKind.MEMBERS: "Mitglieder",
        FigureKind.VIEWS: "Aufrufe",
        FigureKind.POSTS: "Beiträge",
        FigureKind.RATING: "Bewertung",
    },
    fell="Die Seite hat in kurzer Zeit {share}\N{NO-BREAK SPACE}% ihrer {figure} verloren: {before} → {after}",
    rose="Die {figure} der Seite sind wieder da: {before} → {after}",
    rating_fell="Die Bewertung der Seite fiel in kurzer Zeit von {before} auf {after}",
    rating_rose="Die Bewertung der Seite ist wieder wie zuvor: {before} → {after}",
    meaning="sie kann unveröffentlicht, eingeschränkt, mit einer anderen zusammengeführt, gehackt oder umbenannt worden"
    " sein; oder die Plattform hat Konten gelöscht",
    meaning_rating="viele schlechte Bewertungen auf einmal stammen oft nicht von Kunden",
    meaning_posts="Beiträge wurden gelöscht oder verborgen: von jemandem mit Zugang oder von der Plattform",
    quiet="Seit dem {day}, also seit {days} Tagen, gibt es keinen neuen Beitrag",
    advice="Öffnen Sie die Seite als Besucher und dann als Administrator: Gibt es einen Hinweis der Plattform"
    " (Einschränkung, Zusammenführung, Umbenennung), wer hat Zugang, was geschah zuletzt? Beenden Sie fremde Zugänge"
    " und ändern Sie Passwörter, wenn es niemand von Ihnen war.",
    advice_quiet="Prüfen Sie, ob Beiträge geplant sind und ob das Werkzeug, das sie veröffentlicht, noch Zugang zur"
    " Seite hat.",
)


def profile_said(change: LayoutChange, say: Wording) -> tuple[str, str]:
    """What happened to the page as a whole, and what that may mean, or "". Harmless to show.

    A kind that is not known here, from a store of another version, is told in the words that stand there.
    """
    try:
        return _said(change, _words(say), say)
    except ValueError:
        return quote(change.sentence, _SENTENCE), ""


def _said(change: LayoutChange, words: ProfileWords, say: Wording) -> tuple[str, str]:
    match change.op:
        case LayoutOp.FELL | LayoutOp.ROSE:
            return _figure_said(change, words, say)
        case LayoutOp.QUIET:
            day = say.day(date.fromisoformat(change.before))
            return words.quiet.format(day=day, days=say.number(int(change.after))), ""
        case _:
            return _fact_said(change, words, say), ""


def profile_advice(change: LayoutChange, say: Wording) -> str:
    """What to do about a change of the page as a whole."""
    words = _words(say)
    return words.advice_quiet if change.op is LayoutOp.QUIET else words.advice


def _words(say: Wording) -> ProfileWords:
    match say.language:
        case Language.EN:
            return _ENGLISH
        case Language.DE:
            return _GERMAN


def _fact_said(change: LayoutChange, words: ProfileWords, say: Wording) -> str:
    kind = FactKind(change.role)
    if kind is FactKind.VERIFIED:
        return words.verified if change.after == "yes" else words.unverified
    mark = "@" if kind is FactKind.HANDLE else ""
    shown = [say.quotation.format(mark + quote(value, _VALUE)) for value in (change.before, change.after)]
    return words.facts[kind].format(before=shown[0], after=shown[1])


def _figure_said(change: LayoutChange, words: ProfileWords, say: Wording) -> tuple[str, str]:
    kind, fell = FigureKind(change.role), change.op is LayoutOp.FELL
    before, after = float(change.before), float(change.after)
    if kind is FigureKind.RATING:
        form = words.rating_fell if fell else words.rating_rose
        shown = [f"{number:g}".replace(".", say.decimal_mark) for number in (before, after)]
        return form.format(before=shown[0], after=shown[1]), words.meaning_rating if fell else ""
    form = words.fell if fell else words.rose
    share = round(100 * (1 - after / before)) if before else 0
    said = form.format(
        share=share,
        figure=words.figures[kind],
        before=say.number(round(before)),
        after=say.number(round(after)),
    )
    if not fell:
        return said, ""
    return said, words.meaning_posts if kind in {FigureKind.POSTS, FigureKind.VIEWS} else words.meaning
