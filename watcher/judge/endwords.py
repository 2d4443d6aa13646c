"""The words that say that something a company builds on ends or moves elsewhere, in English, German and French."""

import re


def _any(*alternatives: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{alternative})" for alternative in alternatives), re.IGNORECASE)


_ON = r"(?:(?!not\b|never\b|no\b|nicht\b|kein\w*|pas\b)[\w.'’-]+,?\s+)"
"""A word that does not turn the sentence round."""

_GET = r"(?:is|are|been|being|be|gets?)"
_AWAY = (
    r"(?:discontinued|retired|sunset(?:ted)?|deprecated|decommissioned|phased\s+out|shut\s+down|switched\s+off|"
    r"turned\s+off|taken\s+offline|wound\s+down|withdrawn|dropped|abandoned|scrapped|no\s+more)"
)
_AVAILABLE = (
    r"(?:available|supported|offered|maintained|accessible|possible|usable|shown|displayed|work|function|exist|"
    r"load|run|accept\w*|support\w*|offer|show|display)"
)
_STOP = (
    r"(?:discontinu(?:e|es|ing)|retir(?:e|es|ing)|sunset(?:s|ting)?|deprecat(?:e|es|ing)|phas(?:e|es|ing)\s+out|"
    r"shut(?:s|ting)?\s+down|switch(?:es|ing)?\s+off|turn(?:s|ing)?\s+off|wind(?:s|ing)?\s+down|"
    r"drop(?:s|ping)?\s+support|end(?:s|ing)?\s+support|say(?:s|ing)?\s+goodbye\s+to|"
    r"stop(?:s|ping)?\s+(?:supporting|offering|showing|accepting|maintaining))"
)
_DE_AVAILABLE = (
    r"(?:verfügbar|zur\s+verfügung|nutzbar|möglich|erreichbar|aufrufbar|unterstützt|angeboten|angezeigt|"
    r"ausgespielt|gepflegt|weitergeführt|fortgeführt|weiterentwickelt|bereitgestellt|buchbar|zugänglich)"
)
_DE_AWAY = (
    r"(?:(?<!neu )eingestellt|abgeschaltet|abgekündigt|abgeschafft|stillgelegt|aufgegeben|ausgemustert|"
    r"außer\s+betrieb\s+genommen|vom\s+netz\s+genommen)"
)
_NEAR = r"(?:[^.;:!?]|(?<=\d)\.){0,110}?"
_LAST = r"\b(?=\s*(?:[.,;:!?)]|$|und\b|oder\b|zu(?:m|r)?\b|nach\b|auf\b))"
"""After the last word of a German clause."""

STRONG = _any(
    rf"\b{_GET}\s+{_ON}{{0,2}}{_AWAY}\b",
    rf"\b(?:we(?:['’](?:re|ll))?|will|is|are|to)\s+{_ON}{{0,3}}{_STOP}\b",
    rf"\bno\s+longer\s+(?:be\s+)?{_AVAILABLE}\b|\bnot\s+be\s+(?:available|supported|offered)\s+"
    r"(?:after|beyond|past|from|as of)\b",
    r"\bcan\s+no\s+longer\s+be\s+(?:used|created|booked|added|edited|published|reached|installed|opened)\b",
    r"\b(?:going|go|goes)\s+(?:away|dark|offline)\b|\bgoodbye\s+to\b",
    r"\b(?:reach\w*|nearing)\s+(?:its\s+|their\s+)?end[- ]of[- ](?:life|support|service)\b|"
    r"\bend[- ]of[- ](?:life|support|service)\b|\bsunset\s+(?:date|notice|of|period)\b",
    r"\b(?:stops?|will\s+stop|stopping)\s+(?:working|responding|loading|being\s+\w+ed)\b|\bcease[sd]?\s+(?:to\s+"
    r"(?:work|exist|function|be\s+(?:available|supported|offered|shown))|operations?)\b",
    rf"\b(?:wird|werden|ist|sind|worden)\b{_NEAR}\b{_DE_AWAY}\b|\b{_DE_AWAY}\s+(?:wird|werden)\b",
    rf"\b(?:stellen|stellt)\b(?!\s+eine?n?\s+neue){_NEAR}\bein{_LAST}|"
    rf"\b(?:schalten|schaltet|schaffen|schafft|kündigen|kündigt)\b{_NEAR}\bab{_LAST}|"
    rf"\b(?:nehmen|nimmt)\b{_NEAR}\bvom\s+netz\b",
    rf"\b(?:entfällt|entfallen|verschwinde[tn])\b|\b(?:fällt|fallen)\b{_NEAR}\bweg{_LAST}|\bwegfall\w*",
    rf"\bnicht\s+(?:mehr|länger)\s+(?:\w+\s+){{0,3}}?{_DE_AVAILABLE}\b",
    r"\bsupport-?ende\b|\bende\s+(?:des\s+support\w*|der\s+unterstützung)|\babschaltung\b|\babkündigung\b|"
    r"\beinstellung\s+(?:des|der|von)\b",
    rf"\b(?:sera|seront|est|sont|être|été)\s+{_ON}{{0,2}}(?:arrêté|abandonné|désactivé|interrompu|déprécié|"
    r"mis\w*\s+hors\s+service)e?s?\b",
    r"\bdispara[iî](?:t|tra|tront|ssent)\b",
    r"\bne\s+(?:sera|seront|sont)\s+plus\b|\bn['’](?:est|existera|existe)\s+plus\b|"
    r"\bcesse(?:ra|ront|nt)?\s+(?:de\s+(?:fonctionner|prendre)|d['’](?:être|exister))",
    r"\bnous\s+(?:arrêt(?:ons|erons)|abandonn(?:ons|erons)|mett(?:ons|rons)\s+fin)\b|"
    r"\bfin\s+de\s+(?:vie|la\s+prise\s+en\s+charge)\b",
)
"""What says an end by itself."""

_WEAKLY = (
    r"(?:removed|closed|deleted|disabled|replaced|migrated|merged|folded\s+into|converted|moved|hidden|ended|blocked)"
)
WEAK = _any(
    rf"\b(?:{_GET}|will\s+be)\s+{_ON}{{0,2}}{_WEAKLY}\b",
    rf"\b(?:we(?:['’](?:re|ll))?|will|are|is)\s+{_ON}{{0,2}}(?:remov(?:e|ing)|clos(?:e|ing)|end(?:ing)?|"
    r"replac(?:e|ing)|leav(?:e|ing)|quit(?:ting)?)\b",
    r"\bno\s+longer\s+be\s+able\s+to\b|\b(?:ends?|closes?|expires?|leaves?|shuts?)\b|\b(?:come|coming|comes)\s+to\s+an\s+end\b|"
    r"\b(?:reaches|will\s+reach)\s+(?:its|their)\s+end\b",
    rf"\b(?:wird|werden|wurde)\b{_NEAR}\b(?:entfernt|geschlossen|gelöscht|ersetzt|abgelöst|umgestellt|beendet|"
    r"ausgeblendet|gestrichen)\b",
    rf"\b(?:endet|enden|schließt|schließen|beenden|entfernen|ersetzen|löschen)\b|"
    rf"\b(?:läuft|laufen)\b{_NEAR}\baus{_LAST}",
    rf"\b(?:sera|seront|est|sont|être)\s+{_ON}{{0,2}}(?:supprimé|retiré|fermé|remplacé|migré)e?s?\b|"
    r"\b(?:ferme|fermera|fermeront|ferment|expire|expirera)\b|"
    r"\b(?:prend|prendra|prennent|prendront)\s+fin\b|\bnous\s+(?:supprim|retir|ferm|remplaç)(?:ons|erons)\b",
)
"""What says an end only with a day."""

_THING_EN = (
    r"(?:\w+-)*(?:(?:home|web|fan|landing)?pages?|tabs?|apps?|features?|formats?|apis?|endpoints?|services?|accounts?|channels?|program(?:me)?s?|"
    r"tools?|versions?|groups?|profiles?|plug-?ins?|widgets?|buttons?|sdks?|placements?|ads|objectives?|stories|"
    r"reels|shops?|stores?|catalogu?e?s?|marketplace|integrations?|permissions?|dashboards?|inbox|messag(?:es|ing)|"
    r"chats?|forums?|website|site|sections?|badges?|templates?|editor|manager|studio|suite|insights|analytics|pixel|"
    r"logins?|bots?|functions?|functionality|options?|network|platform|portal|address|urls?|domain|gates?|"
    r"gating|support|timeline|feed|layouts?|newsroom|fundraisers?|lists?|polls|ad\s+types?|events\s+api|"
    r"presence|tiers?|products?|library|token|tokens|webhooks?|fields?|metrics?|reports?)"
)
_THING_DE = (
    r"[\w-]*(?:seiten?|auftritts?|präsenz|reiter[ns]?|tabs?|apps?|anwendung(?:en)?|funktion(?:en)?|formate?[ns]?|"
    r"apis?|schnittstellen?|endpunkte?|diens(?:t|te|tes|ten)|kont(?:o|os|en)|kan(?:al|als|äle|älen)|"
    r"programm[es]?|werkzeuge?|tools?|version(?:en)?|gruppen?|profil[es]?|plug-?ins?|widgets?|buttons?|"
    r"schaltflächen?|anzeigenformate?|stor(?:y|ies|ys)|reels|shops?|katalog[es]?|marktplatz\w*|support|unterstützung|"
    r"bereiche?|ansichten?|vorlagen?|dashboards?|portale?|plattform(?:en)?|netzwerke?|zug(?:ang|riff)s?|adresse[n]?|"
    r"chats?|foren|forum|website|blog|titelbild\w*|modul[es]?|produkte?|platzierung(?:en)?|anzeigentyp\w*|berichte?|"
    r"kennzahl(?:en)?)"
)
_THING_FR = (
    r"(?:pages?|onglets?|appli(?:cation)?s?|fonction(?:nalité)?s?|formats?|apis?|interfaces?|services?|comptes?|"
    r"chaînes?|programmes?|outils?|versions?|groupes?|profils?|modules?|extensions?|widgets?|boutons?|boutiques?|"
    r"catalogues?|plateformes?|sites?|prise\s+en\s+charge|portails?|espaces?|accès|emplacements?|adresses?|produits?)"
)
THING = _any(rf"(?<!\w)(?:{_THING_EN}|{_THING_DE}|{_THING_FR})(?!\w)")
"""What a platform offers and a company builds on."""

MOVES = _any(
    rf"(?<!\w)(?:this|our|the|your|these|its|all|every)\s+(?:[\w'’-]+\s+){{0,4}}?{_THING_EN}\s+(?:(?:is|are|has|have|"
    r"will|be|been|now|soon|permanently)\s+){0,3}(?:mov(?:es?|ing|ed)|relocat\w+|migrat\w+|transferr\w+)\s+"
    r"(?:over\s+)?(?:in)?to\b",
    r"\bwe(?:['’](?:re|ve)|\s+(?:are|have|will))?\s+(?:be\s+)?(?:mov(?:e|ing|ed)|relocat\w+)\s+(?:this|our)\s+"
    rf"(?:\w+\s+){{0,3}}?{_THING_EN}\b",
    r"\bwe(?:['’](?:re|ve)|\s+(?:are|have))\s+mov(?:ing|ed)\s+to\s+(?:https?:|www\.|@|[\w-]+\.[a-z]{2,})",
    rf"(?<!\w)(?:diese[rs]?|unsere?|der|die|das|ihre?|alle)\s+(?:[\w-]+\s+){{0,4}}?{_THING_DE}\s+(?:zieh(?:t|en)\b"
    rf"{_NEAR}\bum{_LAST}|"
    r"(?:ist|sind)\s+(?:[\w.]+\s+){0,6}?umgezogen|wechsel(?:t|n)\s+(?:[\w.]+\s+){0,5}?"
    r"(?:zu|nach|auf)\b|(?:wird|werden)\s+(?:[\w.]+\s+){0,6}?(?:verlegt|verschoben|überführt|migriert))",
    rf"\bwir\s+ziehen\s{_NEAR}\bum{_LAST}",
    rf"(?<!\w)(?:cette|ce|cet|notre|la|le|les|nos|votre|vos|l['’])\s*(?:[\w-]+\s+){{0,2}}?{_THING_FR}\s+"
    r"(?:[\w-]+\s+){0,3}?(?:déménag\w+|migr\w+|(?:est|sera|sont|seront)\s+(?:transféré|déplacé)e?s?)\b",
)
"""What stands elsewhere from then on."""

_RUNS_OUT = (
    r"trials?|testversion|testphase|probe\w*|contests?|competitions?|giveaways?|sweepstakes?|raffles?|draws?|sales?|"
    r"offers?|promotions?|discounts?|vouchers?|coupons?|codes?|votes?|voting|polls?|surveys?|registrations?|"
    r"sign-?ups?|entr(?:y|ies)|submissions?|applications?\s+(?:period|phase)|enrol\w*|bookings?|seasons?|campaigns?|"
    r"events?(?!\s+api)|webinars?|streams?|shows?|exhibitions?|courses?|subscriptions?|memberships?|sessions?|"
    r"shops?|stores?|laden|läden|geschäfte?|boutiques?|offices?|büros?|filialen?|restaurants?|"
    r"contracts?|terms?|warranty|auctions?|periods?|plans?|deadline|challenges?|quiz\w*|tournaments?|"
    r"[\w-]*gewinnspiel\w*|wettbewerb\w*|verlosung\w*|aktion(?:en|szeitraum)?|angebot\w*|rabatt\w*|gutschein\w*|"
    r"abstimmung\w*|umfrage\w*|anmeldung\w*|anmeldephase|bewerbung\w*|teilnahme\w*|frist\w*|saison|kampagne\w*|"
    r"veranstaltung\w*|ausstellung\w*|kurs\w*|[\w-]*abos?|abonnements?|mitgliedschaft\w*|sitzung\w*|vertrag\w*|"
    r"laufzeit|zeitraum|[\w-]*verkauf|auktion\w*|phase|"
    r"essai|concours|jeu(?:-concours)?|tirage|soldes?|offres?|promotions?|inscriptions?|candidatures?|vote|sondage|"
    r"saison|campagne|exposition|session|adhésion|contrat|période"
)
RUNS_OUT = _any(
    rf"(?<!\w)(?:{_RUNS_OUT})(?![\w-])(?!\s+(?:tabs?|apps?|tools?|features?|apis?|formats?|functions?|sections?|widgets?|"
    rf"buttons?|managers?|funktion|reiter)\b)(?:\W+[\w.'’-]+){{0,5}}?\W*$"
)
"""What ends of itself, before a word that says an end."""

RUNS_OUT_NEXT = _any(
    rf"^\s+(?:(?:die|der|das|den|unsere?[rn]?|ihre?[rn]?|deine?[rn]?|le|la|les|notre)\s+)?(?:[\w-]+\s+)?"
    rf"(?:{_RUNS_OUT})(?![\w-])"
)
"""What ends of itself, after a word that says an end, as German may put it."""

OF_THE_DAY = _any(
    r"\b\d{1,2}(?:[:.]\d\d)?\s*(?:am|pm|a\.m\.|p\.m\.|uhr|heures?)\b|\bclosing\s+time|\böffnungszeit\w*|"
    r"\bopening\s+hours|\bpublic\s+holiday|\bfeiertag\w*|\bmaintenance\b|\bwartung\w*|\bwhile\s+stocks?\b|"
    r"\bsolange\s+der\s+vorrat"
)
UNSURE = _any(
    r"(?:\b(?:not|never|nicht|pas)|n['’]t)\s+(?:\w+\s+){0,2}$",
    r"\b(?:may|might|can|could|would|reserves?(?:\s+the\s+right)?(?:\s+to)?)\s+(?:[\w-]+\s+){0,5}?(?:be\s+)?$",
    r"\b(?:before|when|while|bevor|während|avant\s+que?)\b[^.;:,]*$",
    r"\b(?:if|unless|whenever|in\s+the\s+event|should\s+(?:you|we|any))\b[^.;:]*$",
    r"\b(?:wenn|falls|sofern|soweit|sollten?)\b[^.;:]*$|\b(?:kann|können|könnte[n]?|dürfen)\s+[^.;:]*$",
    r"\b(?:si|s['’]il|lorsque)\b[^.;:]*$|\b(?:peut|peuvent|pourrai\w*|pouvons)\s+[^.;:]*$",
    r"(?<!\w)(?:no|none\s+of|neither|keine?[rsnm]?|aucune?)\s+(?:[\w'’-]+\s+){0,4}$",
    r"\b(?:content|posts?|comments?|data|information|inhalte?n?|beiträge|daten|contenus?|données|messages?|videos?|"
    r"orders?|tickets?|items?|seats?|artikel|bestellung(?:en)?|commandes?|billets?)\s+"
    r"(?:[\w'’-]+\s+){0,4}$",
    r"(?<!\w)(?:my|mein[emnrs]*|mon|ma|your|ihr[emnrs]*|dein[emnrs]*|votre)\s+(?:[\w-]+\s+){0,3}?"
    r"(?:account|konto|compte)\s+(?:[\w-]+\s+){0,2}$",
    r"\b(?:accounts?|pages?|ads|apps?|groups?|konten|konto|seiten?|anzeigen|comptes?)\s+(?:that|who|which|in\s+breach|"
    r"violating|die|der|das|qui)\b[^.;:]*$",
)
"""What, before a word that says an end, makes it none: a possibility, a condition, a penalty."""

UNSURE_AFTER = _any(
    r"^[^.;:]{0,120}\b(?:at\s+any\s+time|without\s+(?:prior\s+)?notice|(?:at|in)\s+(?:our|its)\s+(?:sole\s+|own\s+)?"
    r"discretion|for\s+any\s+reason|if|unless|jederzeit|ohne\s+vorankündigung|nach\s+(?:unserem|eigenem)\s+ermessen|"
    r"wenn|falls|sofern|à\s+tout\s+moment|sans\s+préavis|si)\b",
    r"^[^.;:]{0,30}\b(?:werden\s+kann|werden\s+können|werden\s+könnte)\b",
)
POINTS = _any(
    r"(?<!\w)(?:it|they|this|these|that|both|es|er|sie|dies\w*|beide|il|elle|ils|elles|cela|celle-ci|ceux-ci)(?!\w)"
)
"""What stands for a thing that the sentence before names."""

SOON = _any(
    r"\b(?:soon|shortly|next\s+(?:week|month|year|quarter)|(?:later|end\s+of)\s+(?:this|the)\s+(?:year|month)|"
    r"in\s+\d+\s+(?:days|weeks|months)|\d+\s+(?:days|weeks|months)\s+(?:after|from)|"
    r"bald|demnächst|in\s+kürze|(?:in|nach)\s+\d+\s+(?:tagen|wochen|monaten)|\d+\s+(?:tage|wochen|monate)\s+nach|"
    r"(?:zum|am|ende)\s+(?:jahresende|monatsende|des\s+(?:jahres|monats))|"
    r"bientôt|prochainement|d['’]ici\s+(?:la\s+)?fin|dans\s+\d+\s+(?:jours|semaines|mois))\b",
    r"\b(?:january|february|march|april|may|june|july|august|september|october|november|december|januar|februar|märz|"
    r"mai|juni|juli|oktober|dezember|janvier|février|mars|avril|juin|juillet|août|septembre|octobre|novembre|"
    r"décembre)\s+20\d\d\b",
)

TEASER = _any(
    r"^\W*(?:\d+\s+(?:things|tools|ways|reasons|tips|dinge|tipps|gründe|werkzeuge|choses|raisons)|why|how|what|when|"
    r"warum|wie|was|wann|weshalb|pourquoi|comment|podcast|interview|video|blog|news|press(?:e)?|opinion|kommentar)\b",
    r"(?:…|\.\.\.|[»›→])\s*$|\b(?:read\s+(?:more|on|the\s+(?:post|story|article))|weiterlesen|mehr\s+lesen|lire\s+la\s+"
    r"suite|\d+\s+min(?:ute)?s?\s+read|\d+\s+(?:minutes?|hours?|days?|weeks?)\s+ago|vor\s+\d+\s+(?:minuten|stunden|"
    r"tagen|wochen))\b",
    r"\b(?:reports?|reported|according\s+to|berichtet|laut|selon)\b",
    r"\?\s*$",
)
"""How the headline of another text reads."""

PLATFORMS = (
    ("facebook", "meta", "instagram", "whatsapp", "threads", "messenger", "oculus"),
    ("twitter", "x"),
    ("google", "youtube", "blogger", "android", "gmail"),
    ("tiktok", "bytedance"),
    ("linkedin", "microsoft", "xbox", "skype", "bing"),
    ("snapchat", "snap"),
    ("pinterest",),
    ("reddit",),
    ("twitch", "amazon"),
    ("spotify",),
    ("tumblr", "wordpress", "wordpress.com", "automattic"),
    ("xing",),
    ("telegram",),
    ("apple", "itunes", "app store"),
    ("discord",),
    ("vimeo",),
    ("flickr",),
    ("flash", "adobe"),
    ("netflix",),
    ("slack", "salesforce"),
    ("yahoo",),
    ("bluesky",),
    ("mastodon",),
)
"""Names of platforms, those of one house together."""
