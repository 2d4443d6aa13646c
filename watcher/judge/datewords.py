"""The words around a date that say what it means, in English, German and French."""

import re


def _any(*alternatives: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{alternative})" for alternative in alternatives), re.IGNORECASE)


_TO = r"\s*:?\s*$"
"""Nothing but a colon between the words and the date."""

_NO_RULE = r"(?:(?!\b(?:they|these|this|it|we|hold\w*|appl\w*|effect\w*)\b)[^.;:,])"
"""A letter of a phrase that goes on to say no rule."""

CLAUSE_START = re.compile(r"[;\n|·]|(?<!\d)\.\s|(?<=\b20\d\d)\.\s|[!?]\s")
SENTENCE_END = re.compile(r"[;\n|!?]|(?<!\d)\.(?:\s|$)")
BETWEEN = re.compile(r"(?i)\b(?:between|zwischen dem|entre le)\s*$")
BETWEEN_AND = re.compile(r"(?i)\s*(?:and|und(?: dem)?|et(?: le)?)\s*")
RANGE = re.compile(
    r"(?i),?\s*(?:until|till|through|to|and ends? on|bis(?: zum| einschließlich)?|au|jusqu['’]au|[-–—])\s*"
)
HOLDS = _any(
    r"\b(?:effective|in (?:force|effect)|valid|applicable|appl(?:y|ies)|gültig|gilt|gelten|en vigueur|valable)\b"
)

END = _any(
    rf"\b(?:until|till|through|before|prior to|up to|expires?(?: on)?|ended|ends?(?: on)?|(?:no|"
    rf"not) later than|by){_TO}",
    rf"\b(?:deadline|last day|closing date|due date|due)\b[^.;,]{{0,50}}?(?:\b(?:is|of|on|by|for))?{_TO}",
    rf"\b(?:bis(?: zum| einschließlich| spätestens)?(?: zum)?|vor dem|spätestens(?: am| zum| bis)?(?: zum)?|"
    rf"endet(?: am)?){_TO}",
    rf"\b\w*frist\b[^.;,]{{0,50}}?(?:\b(?:ist der|am|zum|bis zum|ist))?{_TO}",
    rf"\b(?:jusqu['’]au|avant le|au plus tard le|prend fin le|expire le|date limite\b[^.;,]{{0,40}}){_TO}",
)
NOT_UNTIL = _any(
    r"\b(?:not|won['’]t|n['’]t)\b[^.;]{0,30}\b(?:effective|effect|force|appl(?:y|ies)|start|begin)\b[^.;]{0,30}"
    r"\b(?:until|before)\s*$",
    r"\bnicht vor dem\s*$",
)
OBJECT = _any(
    r"\bopt(?:s|ed|ing)?[- ]?out\b",
    r"\bobject(?:ion|ions|ing)?\b",
    r"\b(?:reject|declin|refus)\w*",
    r"\bwithdraw\w* (?:your )?consent|\bdisagree\b",
    r"\b(?:nicht (?:einverstanden|zustimm\w*|akzeptier\w*)|stimm\w* [^.;]{0,40}\bnicht zu)\b",
    r"\b(?:do not|don['’]t) (?:agree|accept|want)\b[^.;]{0,60}\b(?:close|delete|cancel|terminate|tell|notify)\b",
    r"\b(?:widersprech|widersprich|widerspruch|ablehn|abmeld|austrag)\w*|\blehn\w*\b[^.;]{0,80}\bab\b",
    r"\b(?:refuser|refusez|opposer|opposez|opposition|désinscri\w+|désabonn\w+)\b",
)
BARE = re.compile(r"[\W_]*(?:date|datum)?[\W_]*", re.IGNORECASE)
BARE_AFTER = re.compile(r"[\W_]*", re.IGNORECASE)
OLD = _any(
    r"\b(?:previous|prior|earlier|archived?|old(?:er)?|past|former|superseded) (?:versions?|terms|"
    r"polic\w+|agreements?|rules)\b",
    r"\b(?:replac|supersed)\w+ (?:those|the (?:\w+ ){0,3}(?:version|terms|policy|rules|one)) (?:of|from|dated)\b",
    r"\b(?:frühere\w*|vorherige\w*|alte\w*|bisherige\w*) (?:\w+ )?(?:fassung|version|bedingungen|richtlinie)\w*",
    r"\b(?:replac|supersed)\w+ version \S+ (?:of|from|dated)\s*$",
    r"\bersetz\w+\b[^.;]{0,50}\b(?:vom|von)\s*$",
    r"\bversions? (?:précédentes?|antérieures?|archivées?)|\bremplace\w*\b[^.;]{0,50}\bdu\s*$",
)
SINCE_WHEN_THERE = _any(
    rf"\b(?:signed up|joined|registered|opened|created)\b{_NO_RULE}{{0,20}}\b(?:before|prior to|until|by|after){_TO}",
    rf"\b(?:die|deren konto)\b[^.;:,]{{0,30}}\b(?:vor dem|nach dem){_TO}",
)
"""A day that says for whom something holds, not since when."""

DECOY = _any(
    r"\b(?:act|law|regulation|directive|gdpr|ccpa|statute|gesetz|\w+gesetz|verordnung|richtlinie \d|règlement|loi|"
    r"copyright|©)\b[^.;:]{0,30}$",
    rf"\b(?:born|signed up|joined|registered|created|opened|angemeldet|registriert|eröffnet|"
    rf"inscrits?)\b{_NO_RULE}{{0,30}}$",
    r"\b(?:that|which) (?:are|is|was|were) (?:currently )?in (?:effect|force) (?:as of|on)\s*$",
    r"\bfassung der bekanntmachung\b[^.;]{0,20}$",
    r"\b(?:case|judg(?:e)?ment|ruling|urteil|beschluss|arrêt)\b[^.;]{0,40}$",
)
DECOY_AFTER = re.compile(r"\s*\((?-i:[A-ZÄÖÜ]{3,8}|BGBl?|OJ|ABl)\b", re.IGNORECASE)
EXAMPLE = _any(
    r"\b(?:for (?:example|instance)|e\.g\.|suppose|say,|every year|each year|annually)",
    r"\b(?:zum beispiel|z\. ?b\.|beispielsweise|angenommen|also|jährlich|jedes jahr|jeden jahres)\b",
    r"\b(?:par exemple|chaque année)\b",
)

EFFECTIVE = _any(
    r"\b(?:effective|in(?:to)? (?:force|effect|operation)|takes? effect|taking effect|with effect|"
    r"applicable|applies|apply|"
    r"binding|commenc\w+|kicks? in|goes live|go live|valid)\b",
    rf"\b(?:as of|as from|starting|beginning|from)(?: (?:on|from|with|the))*{_TO}",
    rf"\b(?:starting|beginning|from|as of) (?:with |for )?[^.;,:]{{1,40}}\b(?:placed|made|booked|created|"
    rf"on|after|from){_TO}",
    rf"\b(?:appl\w+|hold\w*|affect\w*|concern\w*|for)\b[^.;]{{0,60}}\bon or after{_TO}",
    rf"\bcontinu\w+ (?:to )?(?:use|using|access\w*|\w+ of)\b[^.;]{{0,60}}\b(?:after|from|beyond|past){_TO}",
    rf"\bcontinued (?:use|access)\b[^.;]{{0,60}}\b(?:after|from|beyond|past){_TO}",
    r"\b(?:gültig|inkrafttreten|wirksam|wirkung|tritt|treten|trat|traten|gilt|gelten|galt|geltung|"
    r"geltungsbeginn|anwendbar)\b",
    r"\bmit wirkung (?:vom|zum)\s*$",
    rf"\b(?:ab|seit)(?: dem| den| einschließlich)?{_TO}",
    r"\b(?:entrée? en vigueur|entre(?:nt|ront|ra)? en vigueur|en vigueur|prend(?:ra|ront)? effet|prennent effet|"
    r"appliquer?a?|appliquent|appliquera|appliqueront|applicables?|valables?|effectives?|effet)\b",
    rf"(?:à compter|à partir|dès) (?:du|le){_TO}|\bdès{_TO}|\bdepuis le{_TO}",
)
EFFECTIVE_AFTER = re.compile(
    r"(?i)^\s*an\b(?!\s*(?:einem|der|die|das|den))|^[^.;]{0,60}?\b(?:in kraft|wirksam|"
    r"comes? into (?:force|effect)|takes? effect|becomes? effective|kicks? in|"
    r"en vigueur|(?:gelten|gilt|tritt|treten)\b)"
)
BOTH = re.compile(r"(?i)updated? (?:and|&|/)|/|since last update|revised and")
IS_UPDATED = re.compile(r"(?i)\bupdates?(?: made)? as of\s*$")
AT_ONCE = re.compile(r"(?i)\s*(?:and|und)?\s*(?:is )?effective immediately")
WILL_BE_UPDATED = re.compile(r"(?i)will be updat")
ON = re.compile(r"(?i)\b(?:on|in|am|zum|le|au)\s*$")
FROM_THEN = re.compile(r"(?i)^\W*(?:\w+ )?(?:after|nach dem|après le)\s*$")
RULE_AFTER = re.compile(
    r"(?i)^,?[^.;]{0,80}?\b(?:will|must|may|cannot|only|are|werden|dürfen|müssen|darf|muss|devez|doivent)\b"
)

_GONE = (
    r"sunset|sunsetting|retire[ds]?|retiring|discontinued?|discontinuing|shut(?:s|ting)?(?: it| them)?(?: down| off)|"
    r"turn(?:ed|ing)? off|switch(?:ed|ing)? off|deprecat\w+|clos(?:e|es|ed|ing)(?: down)?|phas(?:ed|ing) out|"
    r"go(?:es|ing)? away|stops? (?:work|respond|be|accept|support)\w*|ceases?|"
    r"no longer (?:be )?(?:available|supported|work\w*|offered|function\w*)|end of life|eol|support ends?"
)
GONE = _any(
    rf"\b(?:{_GONE})\b",
    r"\b(?:eingestellt|abgeschaltet|abgeschafft|abgekündigt|entfällt|entfallen|endet|"
    r"nicht mehr (?:verfügbar|unterstützt))\b",
    r"\b(?:supprimée?s?|fermée?s?|arrêtée?s?|dispara(?:î|i)t\w*|prend\w* fin)\b",
)
SUNSET_ON = _any(
    r"\bmit ablauf des\s*$",
    rf"\b(?:{_GONE})\b[^.;]{{0,70}}?(?:\b(?:on|in|at the end of))?{_TO}",
    rf"\b(?:abschalt\w+|einstell\w+|abschaff\w+|stellen wir|schalten wir|schaffen wir|schließen wir|beenden wir|"
    rf"entfernen wir|entfällt|endet|wegfall\w*|abkündig\w+)\b[^.;]{{0,70}}?\b(?:am|zum|per|mit){_TO}",
    rf"\b(?:supprim|ferm|arrêt|cess|disparaî|disparai|prend\w* fin)\w*\b[^.;]{{0,70}}?\b(?:le|au){_TO}",
)
SUNSET_AFTER = re.compile(
    rf"(?i)^[^.;]{{0,80}}?\b(?:{_GONE}|eingestellt|abgeschaltet|abgeschafft|entfernt|geschlossen|abgekündigt|entfällt|"
    r"entfallen|beendet|nicht mehr (?:verfügbar|unterstützt|angeboten|zur verfügung)|"
    r"(?:stellen|schalten|entfernen|schließen|beenden|schaffen) wir|supprimée?s?|fermée?s?|arrêtée?s?|ne sera plus)\b"
)
WE_CHANGE = _any(
    r"\bwe(?:['’]?(?:re|ll)| are| will)? (?:(?:begin|start) |updat|chang|revis|expand|introduc|launch|"
    r"remov|phas|rais|lower|increas|"
    r"requir|restrict|limit|prohibit|enforc|charg|roll\w* out)\w*",
    r"\bwill (?:be )?(?:updat|chang|expand|replac|remov|no longer|requir|start|end|becom|migrat|ris|"
    r"increas|cost|need|mov)\w*",
    r"\b(?:aktualisieren wir|ändern wir|werden wir|ersetzen wir|erhöhen wir|führen wir|passen wir|"
    r"stellen wir|heben wir|senken wir|begrenzen wir|verlangen wir|erheben wir|"
    r"erlauben wir|verbieten wir|(?:änder[nt]|erhöh|steig)\w*)\b",
    r"\b(?:nous (?:modifi|chang|mett|introdui)\w+|changera|augmentera|deviendra)\b",
)
WILL = re.compile(r"(?i)\b(?:will|werden|wird)\b")
UPDATED = _any(
    r"\b(?:updated?|modified|revised?|revision|amended|last (?:\w+ ){0,2}(?:change|edit|review|touch|amend|publish)\w*|"
    r"version|v\d[\d.]*|posted|published|issued|formulated|dated|date of last update)\b",
    r"\b(?:stand|fassung|zuletzt|aktualisiert|aktualisierung|geändert|änderung|überarbeitet|überarbeitung|"
    r"veröffentlicht)\b",
    r"\b(?:mise à jour|mis à jour|màj|modifiée? le|dernière (?:modification|révision|version|actualisation)|"
    r"version du|publiée? le|révisée? le|actualisée? le)\b",
)
UPDATED_AFTER = re.compile(
    r"(?i)^[^.;,\d]{0,20}?\b(?:aktualisiert|geändert|überarbeitet|veröffentlicht|updated|revised|amended|"
    r"published|modified)\b"
)
