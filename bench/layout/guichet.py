"""A theatre's page on a French ticket network, seen on a phone: utility classes, a bar at the foot, sheets and chips."""

from bench.layout.mutations import Case, before, benign, drop, into, move, put, say, style, threat
from watcher.core.model import Threat, Watch

EVERY = tuple(Threat)
WATCH = (
    Watch(role="tab", name="Ateliers", threats=EVERY),
    Watch(role="tab", name="Boutique", threats=EVERY),
    Watch(role="link", name="Prendre l'abonnement", threats=EVERY),
    Watch(role="link", name="Réserver au Lavoir", threats=EVERY),
    Watch(role="link", name="Participer", threats=EVERY),
    Watch(role="image", name="Concours : deux places pour la première", threats=EVERY),
    Watch(role="image", name="Théâtre du Lavoir : la saison 2026", threats=EVERY),
    Watch(role="link", name="theatredulavoir.example", threats=EVERY),
    Watch(text="Les ateliers du mercredi", threats=EVERY),
    Watch(role="link", name="Offrir une carte cadeau", threats=EVERY),
    Watch(selector="#film", threats=EVERY),
)
APP = (
    '<div style="position:fixed;inset:0;background:rgba(0,0,0,.6);z-index:60"><div role="dialog" aria-modal="true" '
    'style="position:absolute;left:0;right:0;bottom:0;height:620px;background:#fff;border-radius:20px 20px 0 0;padding:24px">'
    '<h2 class="xl b7">Continuez dans l\'application</h2><p>Vos billets toujours sous la main.</p>'
    '<button class="bp rf p3 w-f">Installer</button></div></div>'
)
SHEET = (
    '<div style="position:fixed;left:0;right:0;bottom:0;height:470px;background:#fff;z-index:60;border-top-width:1px;padding:24px">'
    '<p class="lg b7">Connectez-vous pour continuer</p><button class="bp rf p3 w-f">Se connecter</button></div>'
)
COOKIES = (
    '<div style="position:fixed;left:0;right:0;bottom:0;height:330px;background:#fff;z-index:70;padding:20px;border-top-width:1px">'
    "<p>Avec votre accord, nos partenaires et nous utilisons des cookies ou traceurs pour mesurer l'audience.</p>"
    '<button class="rf bo p3">Tout refuser</button> <button class="rf bp p3">Tout accepter</button></div>'
)
NEARBY = (
    '<section class="py4" style="height:300px;background:#f3f4f6"><h2 class="lg b7 px4">Salles à proximité</h2>'
    '<div class="fx g4 px4 mt4"><a class="card" href="/l/21" style="width:170px;height:190px">Le Petit Faubourg</a>'
    '<a class="card" href="/l/22" style="width:170px;height:190px">Théâtre des Quais</a></div></section>'
)
NOTICE = (
    '<div role="alert" class="px4 py2 sm" style="background:#fee2e2">Des spectateurs signalent des annulations dans cette salle. '
    '<a href="/aide/signalements">En savoir plus</a></div>'
)


def feed(shift: int) -> str:
    return "".join(
        f'<div class="bb py4"><div class="fx jb"><span class="b6">Spectateur {410 + shift - n}</span>'
        f'<span class="xs g5">il y a {n + 1 + shift} jours</span></div>'
        f'<p class="sm">Soirée {410 + shift - n} : une salle minuscule, des voix immenses, on revient.</p>'
        f'<button class="xs g5">Utile ({(n * 7 + shift * 3) % 40})</button></div>'
        for n in range(9)
    )


THREATS: tuple[Case, ...] = (
    threat("plus d'onglet Ateliers", "Ateliers", drop("#o-ate")),
    threat("deux onglets sous Plus", "Boutique|Scolaires", drop("#o-bou"), drop("#o-sco"),
           into("#onglets", '<button class="tab" aria-haspopup="menu" aria-expanded="false">Plus</button>')),
    threat("Boutique devient Bons plans", "Boutique|Bons plans", say("#o-bou", "Bons plans")),
    threat("Ateliers en dernier", "Ateliers|Avis|Boutique|Scolaires", move("#o-ate", end_of="#onglets")),
    threat("s'ouvre sur les avis", "Avis|À l'affiche", put("#o-aff", "aria-selected", "false"), put("#o-avis", "aria-selected", "true")),
    threat("onglets sous les avis", "À l'affiche|Ateliers|Boutique|Scolaires|Avis", move("#onglets", end_of="#main")),
    threat("abonnement disparu", "Prendre l'abonnement", drop("#abo")),
    threat("abonnement devient Voir les offres", "abonnement|Voir les offres", say("#abo", "Voir les offres")),
    threat("abonnement vers le pass du réseau", "Prendre l'abonnement", put("#abo", "href", "https://billetea.example/pass")),
    threat("abonnement sous les avis", "Prendre l'abonnement", move("#abo", end_of="#main")),
    threat("abonnement minuscule", "Prendre l'abonnement",
           style("#abo", "font-size:7px;padding:0 3px;line-height:9px;height:10px;width:58px;overflow:hidden")),
    threat("barre du bas disparue", "Réserver au Lavoir", drop("#barre")),
    threat("barre du bas vers le réseau", "Réserver au Lavoir", put("#reserver", "href", "https://billetea.example/panier?s=lavoir")),
    threat("feuille de l'application", "application|covered|Suivre|Prendre|Concours|Ateliers|Réserver", into("body", APP)),
    threat("connexion exigée", "Connectez|covered|Participer|Concours|Ateliers|À l'affiche|Réserver", into("body", SHEET)),
    threat("sceau perdu", "Salle vérifiée", drop("#sceau")),
    threat("sous un numéro", "Théâtre du Lavoir|Lieu 20114", say("#nom", "Lieu 20114")),
    threat("image de couverture disparue", "la saison 2026", drop("#heroimg")),
    threat("couverture en bandeau", "la saison 2026", style("#hero", "height:44px"), style("#heroimg", "height:44px")),
    threat("concours dépinglé", "Gagnez deux places|Participer|Concours", move("#epingle", end_of="#main")),
    threat("concours supprimé", "Gagnez deux places|Participer|Concours", drop("#epingle")),
    threat("concours vers le réseau", "Participer", put("#participer", "href", "/jeux")),
    threat("affiche du concours en vignette", "Concours", style("#affiche", "width:60px;height:24px")),
    threat("téléphone retiré", "04 99 00 12 34", drop("#tel")),
    threat("adresse par une page d'avertissement", "theatredulavoir.example",
           put("#site", "href", "https://billetea.example/sortie?vers=lavoir")),
    threat("présentation coupée", "theatredulavoir.example|04 99|voir plus",
           say("#bio", "Quatre-vingt-dix places…"), into("#bio", '<button class="b6">voir plus</button>')),
    threat("signalement sous le nom", "signalent|annulations|En savoir plus", before("#bio", NOTICE)),
    threat("salles voisines avant les onglets", "Salles à proximité|À l'affiche|Ateliers|Participer|Concours|Gagnez|Petit Faubourg",
           before("#onglets", NEARBY)),
    threat("plus d'ateliers", "Les ateliers du mercredi|S'inscrire aux ateliers", drop("#ateliers")),
    threat("un seul spectacle", "En ce moment au Lavoir|Trois ours|La Dame|Contes", drop("#cartes .card:nth-child(n+2)")),
    threat("carte cadeau retirée", "Offrir une carte cadeau", drop("#cadeau")),
    threat("bande-annonce retirée", "bande-annonce", drop("#film")),
)  # fmt: skip

BENIGN: tuple[Case, ...] = (
    benign("encore"),
    benign("deux avis de plus", feed=2),
    benign("d'autres avis", feed=13),
    benign("compteurs", say("#avisn", "1 301 avis"), say("#abonnes", "12,4 k abonnés"), say("#note", "4,8 sur 5")),
    benign("autre annonceur", say("#pub a", "Un canapé pour vos soirées"), put("#pub a", "href", "https://regie.example/canape")),
    benign("sans annonceur", drop("#pub")),
    benign("annonceur géant", style("#pub a", "height:330px")),
    benign("traceurs", into("body", COOKIES)),
    benign("sans bandeau d'application", drop("#appbar")),
    benign("soldes du réseau", before("#appbar", '<div class="px4 py2 sm" style="background:#111827;color:#fff">Semaine noire chez Billetéa</div>')),
    benign("sombre", style("body", "background:#0c0a09;color:#f5f5f4"), style(".st", "background:#0c0a09"), style("#barre", "background:#1c1917")),
    benign("un spectacle de plus", into("#cartes", '<a class="card" style="width:150px" href="/s/885"><div style="height:190px;background:#334155">'
                                                   '</div><div class="sm b6 px4 py2">Veillée d\'hiver</div><div class="xs g5 px4">dès 12 €</div></a>')),
    benign("spectacles dans un autre ordre", move("#cartes .card:nth-child(1)", end_of="#cartes")),
    benign("autre spectacle", say("#cartes .card:nth-child(4) .b6", "Le Bal des pompiers"), put("#cartes .card:nth-child(4)", "href", "/s/890")),
    benign("plus que quatre places", into("#cartes .card:nth-child(1)", '<div class="xs px4" style="color:#b91c1c">Plus que 4 places</div>')),
    benign("autre prix", say("#prix", "9 €")),
    benign("déjà suivi", say("#suivre", "Suivi"), put("#suivre", "aria-pressed", "true")),
    benign("boutons carrés", style(".rf", "border-radius:6px")),
    benign("adresse suivie", put("#site", "href", "https://theatredulavoir.example/?utm_source=billetea&utm_medium=profil")),
    benign("carrousel avancé", style("#cartes .card:nth-child(1)", "margin-left:-170px")),
    benign("bulle d'aide", into("body", '<button aria-label="Aide en ligne" style="position:fixed;right:12px;bottom:80px;width:52px;height:52px;'
                                        'border-radius:26px;background:#111827;color:#fff;z-index:35">?</button>')),
    benign("ouvert maintenant", into("#head .fx", '<span class="xs" style="color:#15803d">Ouvert</span>')),
)  # fmt: skip
