"""What the operator is told of troubles, in each language."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import assert_never

from watcher.core.model import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class TroubleWords:
    """One language; `{names}` are filled with `str.format`. `kinds` are in words, `advice` says what to do."""

    again: str
    one_stale: str
    one_needs_help: str
    many_stale: str
    many_need_help: str
    host_down: str
    hosts_down: str
    all_down: str
    one_over: str
    many_over: str
    host_over: str
    hosts_over: str
    what: str
    where: str
    hosts: str
    last_good: str
    since: str
    never: str
    to_do: str
    targets: str
    more: str
    mended: str
    left: str
    goes_on: str
    goes_on_host: str
    repeated: str
    over_text: str
    over_outage: str
    damaged: str
    damaged_text: str
    moved: str
    moved_text: str
    rot: str
    rot_text: str
    rot_proposal: str
    rot_nowhere: str
    kinds: Mapping[str, str]
    advice: Mapping[str, str]
    advice_stale: str
    advice_host: str
    advice_all: str

    def kind(self, kind: str) -> str:
        return self.kinds.get(kind, kind.replace("_", " "))


ENGLISH = TroubleWords(
    again="still: {subject}",
    one_stale="{target} has not been seen well for too long: {kind}",
    one_needs_help="{target} needs your help: {kind}",
    many_stale="{number} targets at {host} have not been seen well for too long: {kind}",
    many_need_help="{number} targets at {host} need your help: {kind}",
    host_down="{host} is down: {number} targets not seen since {moment}",
    hosts_down="{hosts} hosts are down: {number} targets not seen since {moment}",
    all_down="nothing can be reached: {number} targets at {hosts} hosts not seen since {moment}",
    one_over="{target} is seen well again",
    many_over="{number} targets at {host} are seen well again",
    host_over="{host} is up again",
    hosts_over="{hosts} hosts are up again",
    what="What happened: {kind} ({message})",
    where="Where: {url}",
    hosts="Hosts: {hosts}",
    last_good="Last good capture: {moment}",
    since="No good look since: {moment}",
    never="never",
    to_do="What to do: {advice}",
    targets="Targets, each with its last good capture:",
    more="and {number} more: `watcher status` shows them",
    mended="Seen well again meanwhile: {number}",
    left="Another trouble keeps these from being seen well; what must be told of them is told by itself: {targets}",
    goes_on="Watcher goes on trying. `watcher check {target}` tries at once.",
    goes_on_host="Watcher goes on trying, one visit to a host at a time and ever more seldom, half an hour apart at"
    " most. When a host answers again, all its targets are looked at.",
    repeated="This is told again after 1, 3 and 7 days and then every 14, and once when it is over.",
    over_text="Tracking has resumed. The trouble was: {kind}. It was first told on {moment}.",
    over_outage="Tracking has resumed: {mended} of {number} targets are seen well again. The trouble was: {kind}. It"
    " was first told on {moment}.",
    moved="{target} is read at another address now",
    moved_text="{title}: new is {new}; no longer read: {old}.\n\nIts history goes on, but what differs between the old"
    " and the new address was not judged: compare the two if that matters. If nobody has changed the address in"
    " targets.yaml, an update of the catalogue has; a `url` of your own there wins over the catalogue's.",
    rot="{target}: the catalogue's address no longer leads to the document",
    rot_text="{url}\n{reason}\n\n{where}\n\nPut the right address into targets.yaml as the target's `url`: it wins over"
    " the catalogue's, and `watcher validate` says when the catalogue has the same.",
    rot_proposal="It may stand here now: {proposal}",
    rot_nowhere="Where it may stand now was not found: the platform does not link another document of this kind.",
    damaged="{target} needs your help: its evidence is damaged",
    damaged_text="{reason}\n\nThe look that found it out is the new baseline. What changed since the last good look"
    " could not be compared: look at the page yourself. Other evidence may be damaged, too: run `watcher verify`, and"
    " check the disk.",
    kinds={
        "timeout": "no answer in time",
        "dns": "the host's name cannot be resolved",
        "connect": "no connection",
        "tls": "the encryption cannot be trusted",
        "http_error": "an error instead of the page",
        "blocked": "the visit was turned away",
        "login_wall": "a login is asked for",
        "consent_wall": "consent is asked for before anything is shown",
        "wrong_region": "a page for another region or in another language was shown",
        "truncated": "the page did not arrive whole",
        "empty": "the page is empty",
        "gone": "the page is gone",
        "wrong_page": "another page was shown",
        "selector": "a selector matches nothing",
        "step": "a step before the capture failed",
        "unsupported": "a content that cannot be read",
        "too_large": "the page is too large",
        "browser": "the browser failed",
        "forbidden": "the address may not be visited",
        "given_back": "the visit was broken off",
        "unconfirmed": "looks that do not agree",
        "crash": "an error in Watcher itself",
        "not_looked_at": "there was no time for a look",
    },
    advice={
        "tls": "open the address in a browser. If the certificate is wrong there, too, wait or tell whoever runs the"
        " host; if not, check this machine's clock and its certificates.",
        "login_wall": "see whether the page can still be read without a login, and change its address or its steps in"
        " targets.yaml.",
        "consent_wall": "look at the evidence, and add the click that refuses to the target's `steps`.",
        "wrong_region": "set the target's `locale`, or the address of the page for your region, in targets.yaml.",
        "wrong_page": "look where the address leads now; if the page has moved for good, put that into targets.yaml.",
        "gone": "look for the new address and put it into targets.yaml, or take the target out.",
        "selector": "the page was rebuilt: find the part in today's page and change `select` or `ignore`.",
        "step": "the page was rebuilt: go through the steps by hand and change `steps`.",
        "unsupported": "see what is under the address now, and change it or take the target out.",
        "too_large": "narrow what is read with `select`.",
        "forbidden": "if the address is meant to be visited, list it under `network: allow:`.",
        "browser": "`watcher browser` shows what is used; see the log, free memory and disk space.",
        "crash": "the log has the details. Please report them; the other targets are looked at as before.",
        "unconfirmed": "open the page: it may show another version at every visit, or another page than before. A"
        " `select` that keeps only what matters helps.",
        "blocked": "look at the page in a browser. Fewer visits (`every`) may help, or another address.",
        "not_looked_at": "there are more visits to be made than time for them: raise `WATCHER_SLOTS` or visit less"
        " often.",
    },
    advice_stale="open the address in a browser. If it looks well there, `watcher status` and the log say more.",
    advice_host="open {host} in a browser. If it answers there, check this machine's name server, firewall and proxy.",
    advice_all="check this machine's connection, name server, firewall and proxy.",
)

GERMAN = TroubleWords(
    again="weiterhin: {subject}",
    one_stale="{target} ist zu lange nicht gut gesehen worden: {kind}",
    one_needs_help="{target} braucht Ihre Hilfe: {kind}",
    many_stale="{number} Ziele auf {host} sind zu lange nicht gut gesehen worden: {kind}",
    many_need_help="{number} Ziele auf {host} brauchen Ihre Hilfe: {kind}",
    host_down="{host} ist nicht erreichbar: {number} Ziele nicht gesehen seit {moment}",
    hosts_down="{hosts} Server sind nicht erreichbar: {number} Ziele nicht gesehen seit {moment}",
    all_down="Nichts ist erreichbar: {number} Ziele auf {hosts} Servern nicht gesehen seit {moment}",
    one_over="{target} wird wieder gut gesehen",
    many_over="{number} Ziele auf {host} werden wieder gut gesehen",
    host_over="{host} ist wieder erreichbar",
    hosts_over="{hosts} Server sind wieder erreichbar",
    what="Was geschehen ist: {kind} ({message})",
    where="Wo: {url}",
    hosts="Server: {hosts}",
    last_good="Letzte gute Aufnahme: {moment}",
    since="Kein guter Blick seit: {moment}",
    never="noch nie",
    to_do="Was zu tun ist: {advice}",
    targets="Ziele, je mit der letzten guten Aufnahme:",
    more="und {number} weitere: `watcher status` zeigt sie",
    mended="Inzwischen wieder gut gesehen: {number}",
    left="Diese werden aus einem anderen Grund nicht gut gesehen; was davon zu melden ist, wird für sich gemeldet:"
    " {targets}",
    goes_on="Watcher versucht es weiter. `watcher check {target}` versucht es sofort.",
    goes_on_host="Watcher versucht es weiter, je Server mit einem Besuch nach dem anderen und immer seltener,"
    " höchstens eine halbe Stunde auseinander. Antwortet ein Server wieder, werden alle seine Ziele angesehen.",
    repeated="Dies wird nach 1, 3 und 7 Tagen wiederholt, dann alle 14, und einmal gemeldet, wenn es vorbei ist.",
    over_text="Die Beobachtung läuft wieder. Die Störung war: {kind}. Zuerst gemeldet wurde sie am {moment}.",
    over_outage="Die Beobachtung läuft wieder: {mended} von {number} Zielen werden wieder gut gesehen. Die Störung"
    " war: {kind}. Zuerst gemeldet wurde sie am {moment}.",
    moved="{target} wird jetzt unter einer anderen Adresse gelesen",
    moved_text="{title}: neu ist {new}; nicht mehr gelesen wird: {old}.\n\nDie Geschichte geht weiter, aber was sich"
    " zwischen der alten und der neuen Adresse unterscheidet, wurde nicht beurteilt: Vergleichen Sie beide, wenn es"
    " darauf ankommt. Wenn niemand die Adresse in targets.yaml geändert hat, war es eine neue Fassung des Katalogs;"
    " eine eigene `url` dort geht vor.",
    rot="{target}: Die Adresse im Katalog führt nicht mehr zum Dokument",
    rot_text="{url}\n{reason}\n\n{where}\n\nTragen Sie die richtige Adresse in targets.yaml als `url` des Ziels ein:"
    " Sie geht der des Katalogs vor, und `watcher validate` sagt, wenn der Katalog dieselbe kennt.",
    rot_proposal="Vielleicht steht es jetzt hier: {proposal}",
    rot_nowhere="Wo es jetzt steht, war nicht zu finden: Die Plattform verlinkt kein anderes Dokument dieser Art.",
    damaged="{target} braucht Ihre Hilfe: Belege sind beschädigt",
    damaged_text="{reason}\n\nDer Blick, bei dem das auffiel, ist die neue Vergleichsgrundlage. Was sich seit dem"
    " letzten guten Blick geändert hat, ließ sich nicht vergleichen: Sehen Sie sich die Seite selbst an. Starten Sie"
    " `watcher verify`, denn auch andere Belege können beschädigt sein, und prüfen Sie die Festplatte.",
    kinds={
        "timeout": "keine rechtzeitige Antwort",
        "dns": "der Name des Servers lässt sich nicht auflösen",
        "connect": "keine Verbindung",
        "tls": "der Verschlüsselung ist nicht zu trauen",
        "http_error": "ein Fehler statt der Seite",
        "blocked": "der Besuch wurde abgewiesen",
        "login_wall": "eine Anmeldung wird verlangt",
        "consent_wall": "vor allem anderen wird eine Einwilligung verlangt",
        "wrong_region": "eine Seite für ein anderes Land oder in einer anderen Sprache wurde gezeigt",
        "truncated": "die Seite kam nicht vollständig an",
        "empty": "die Seite ist leer",
        "gone": "die Seite ist verschwunden",
        "wrong_page": "eine andere Seite wurde gezeigt",
        "selector": "ein Selektor trifft nichts",
        "step": "ein Schritt vor der Aufnahme scheiterte",
        "unsupported": "ein Inhalt, der sich nicht lesen lässt",
        "too_large": "die Seite ist zu groß",
        "browser": "der Browser versagte",
        "forbidden": "die Adresse darf nicht besucht werden",
        "given_back": "der Besuch wurde abgebrochen",
        "unconfirmed": "die Blicke stimmen nicht überein",
        "crash": "ein Fehler in Watcher selbst",
        "not_looked_at": "für einen Blick war keine Zeit",
    },
    advice={
        "tls": "Öffnen Sie die Adresse im Browser. Ist das Zertifikat auch dort falsch, warten Sie oder verständigen"
        " Sie den Betreiber; wenn nicht, prüfen Sie Uhr und Zertifikate dieses Rechners.",
        "login_wall": "Sehen Sie nach, ob die Seite noch ohne Anmeldung zu lesen ist, und ändern Sie ihre Adresse"
        " oder ihre Schritte in targets.yaml.",
        "consent_wall": "Sehen Sie den Beleg an und tragen Sie den Klick, der ablehnt, bei den `steps` des Ziels ein.",
        "wrong_region": "Setzen Sie in targets.yaml die `locale` des Ziels oder die Adresse der Seite für Ihr Land.",
        "wrong_page": "Sehen Sie nach, wohin die Adresse jetzt führt; ist die Seite umgezogen, tragen Sie das ein.",
        "gone": "Suchen Sie die neue Adresse und tragen Sie sie in targets.yaml ein, oder nehmen Sie das Ziel heraus.",
        "selector": "Die Seite wurde umgebaut: Suchen Sie den Teil in der heutigen Seite und ändern Sie `select` oder"
        " `ignore`.",
        "step": "Die Seite wurde umgebaut: Gehen Sie die Schritte von Hand durch und ändern Sie `steps`.",
        "unsupported": "Sehen Sie nach, was jetzt unter der Adresse liegt; ändern Sie sie oder nehmen Sie das Ziel"
        " heraus.",
        "too_large": "Engen Sie mit `select` ein, was gelesen wird.",
        "forbidden": "Soll die Adresse besucht werden, nennen Sie sie unter `network: allow:`.",
        "browser": "`watcher browser` zeigt, was benutzt wird; sehen Sie ins Log, schaffen Sie Speicher und"
        " Plattenplatz.",
        "crash": "Das Log hat die Einzelheiten. Bitte melden Sie sie; die anderen Ziele werden wie bisher angesehen.",
        "unconfirmed": "Öffnen Sie die Seite: Vielleicht zeigt sie bei jedem Besuch eine andere Fassung oder eine"
        " andere Seite als früher. Ein `select`, das nur das Wichtige behält, hilft.",
        "blocked": "Öffnen Sie die Seite im Browser. Seltenere Besuche (`every`) helfen vielleicht, oder eine andere"
        " Adresse.",
        "not_looked_at": "Es gibt mehr Besuche als Zeit dafür: Erhöhen Sie `WATCHER_SLOTS` oder besuchen Sie seltener.",
    },
    advice_stale="Öffnen Sie die Adresse im Browser. Sieht sie dort gut aus, sagen `watcher status` und das Log mehr.",
    advice_host="Öffnen Sie {host} im Browser. Antwortet er dort, prüfen Sie Namensauflösung, Firewall und Proxy"
    " dieses Rechners.",
    advice_all="Prüfen Sie Verbindung, Namensauflösung, Firewall und Proxy dieses Rechners.",
)


def trouble_words(language: Language) -> TroubleWords:
    match language:
        case Language.EN:
            return ENGLISH
        case Language.DE:
            return GERMAN
        case _:
            assert_never(language)
