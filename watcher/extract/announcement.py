"""Tells an announcement from what else stands beside a page's text."""

import re

# What ends, changes or comes into force. English, German, French.
_TOLD = re.compile(
    r"""(?xi)\b(?:
        will \s (?:\w+\s){0,2}? (?:no\ longer|end|close|stop|cease|change|move\ to|shut\ down|sunset|take\ effect|
            come\ into|be \s (?:\w+ly\s)? (?:discontinued|retired|removed|deprecated|shut\ down|closed|replaced|
            unavailable|turned\ off|switched\ off|sunset|phased\ out|migrated|updated|changed|renamed|moved|merged))
        | (?:is|are|has\ been|have\ been|was|were) \s (?:being\ )? (?:discontinued|retired|deprecated|phased\ out|
            going\ away|shutting\ down|shut\ down|sunsetting|closing|ending|retiring|changing|moving)
        | (?:ends|expires|closes|retires|stops|changes) \s (?:on|in|at|from)
        | (?:this|our|the) \s (?:[\w'’-]+\s){1,4}? (?:moves|has\ moved|have\ moved|is\ moving|relocates) \s to
        | will \s (?:discontinue|retire|sunset|shut\ down|phase\ out|stop\ supporting)
        | zieh(?:t|en) \s .{0,80}? um(?=\W|$) | entf(?:ällt|allen) | verschwinde[nt]
        | (?:läuft|laufen) \s .{0,60}? aus(?=\W|$)
        | déménag\w+ | disparaî\w+
        | (?:terms|polic(?:y|ies)|rules|guidelines|conditions|fees|prices) \s (?:\w+\s){0,2}?
            (?:changes?|end|apply|applies) \s (?:on|from|in)
        | no\ longer\ (?:be\ )?(?:available|supported|offered|possible|allowed|accepted)
        | end[-\ ]of[-\ ](?:life|support|service)
        | (?:tak(?:es?|ing)|go(?:es)?|com(?:es?|ing)|enter(?:s|ing)?) \s (?:in)?(?:to)? \s? (?:effect|force)
        | effective \s (?:from|as\ of|on|starting|immediately|until|\d|[A-Z][a-z]+\ \d)
        | (?:we(?:['’](?:re|ve|ll))?|we\ (?:are|have|will)) \s (?:be\ )?(?:recently\ )?
            (?:updat|chang|revis|retir|remov|replac|discontinu|clos|shut|end|mov)\w* \s .{0,60}?
            (?:terms|polic(?:y|ies)|rules|guidelines|conditions|agreement|statement|apis?|features?|service|apps?|formats?|
            tabs?|program(?:me)?|pric(?:es?|ing)|fees?|pages?|accounts?)
        | (?:new|updated|revised) \s .{0,40}? (?:terms|polic(?:y|ies)|rules|guidelines|conditions|fees|prices)
            \s .{0,40}? (?:apply|applies|effect|force)
        | (?:werden?|wird|wurden?|ist|sind|worden) \s .{0,80}? (?:eingestellt|abgeschaltet|abgekündigt|abgelöst|
            entfernt|beendet|geändert|geschlossen|umgestellt|ersetzt|aktualisiert)
        | nicht\ (?:mehr|länger)\ (?:verfügbar|unterstützt|angeboten|möglich|erlaubt|zulässig|nutzbar|zur\ verfügung)
        | (?:tritt|treten|trat|traten) \s .{0,60}? in\ kraft | in\ kraft\ (?:tritt|treten)
        | (?:gültig|gilt|gelten|wirksam) \s (?:\w+\s){0,3}? (?:ab|bis) \s | ende[nt]\ (?:am|zum|mit)
        | wir \s (?:ändern|aktualisieren|überarbeiten|stellen|haben) \s .{0,80}? (?:bedingungen|richtlinien?|regeln|
            erklärung|preise|gebühren|funktion\w*|dienst\w*|\ ein\b)
        | ne \s (?:sera|seront) \s plus | (?:n['’]est|ne\ sont) \s plus \s (?:disponible|pris|possible|autoris)
        | (?:sera|seront|a\ été|ont\ été|est|sont) \s (?:supprim|remplac|abandonn|arrêt|désactiv|modifi|ferm|
            mise?s?\ à\ jour)\w*
        | (?:prend(?:ra|ront)?|prennent) \s (?:effet|fin) | entr(?:e|era|ent|eront) \s en\ vigueur
        | nous \s (?:avons\ |allons\ )? (?:mis\ à\ jour|mettons\ à\ jour|modifi\w+|supprim\w+|mettre)
    )"""
)
# What sites say to everyone's browser and session is no news about their rules.
_TECHNICAL = re.compile(
    r"(?i)\bbrowser|java ?script|internet explorer|navigateur|\bsession\b|\bsitzung\b|log(?:ged)? ?out|abgemeldet|"
    r"your cart|warenkorb|panier|\boffer ends|\bsale\b|\b\d+ ?% off|rabatt|coupon"
)
_CONSENT = re.compile(r"(?i)\bcookies?\b")
_AGREES = re.compile(
    r"(?i)\baccept|\bagree|\bconsent|\bcontinu|\breject|\bmanage|\bzustimm|\bakzeptier|\beinwillig|\bablehn|"
    r"\beinverstanden|\brefuser|\bparamétr"
)
_DATED = re.compile(
    r"""(?xi)\b(?:last\ (?:updated|modified|revised|changed)|effective(?:\ date)?|updated\ on|
        (?:zuletzt|letzte)\ (?:aktualisier|geänder|änderung|überarbeit)\w*|stand(?=:|\ vom|\W+\w+\W+20\d\d)|gültig\ ab|
        dernière\ (?:mise\ à\ jour|modification)|en\ vigueur)\b.{0,30}\b(?:19|20)\d\d\b"""
)
_FEWEST, _MOST = 4, 90


def reads_like_announcement(text: str) -> bool:
    """Whether a text tells what ends, changes or comes into force, and is no consent banner."""
    if not _FEWEST <= len(text.split()) <= _MOST or not _TOLD.search(text):
        return False
    return not _TECHNICAL.search(text) and not (_CONSENT.search(text) and _AGREES.search(text))


def states_date(text: str) -> bool:
    """Whether a short text says when the document was changed or came into force."""
    return len(text.split()) <= 20 and bool(_DATED.search(text))
