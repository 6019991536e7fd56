"""What an electrician sells: hours, equipment, and the jobs they make up."""

# (code, name, kind, price, cost, unit, account); kind: service or goods.
# fmt: off
PRODUCTS = (
    ("MO-ELEC", "Main-d'œuvre électricien qualifié", "service", 54.0, 33.5, "hour"),
    ("MO-CHEF", "Main-d'œuvre chef d'équipe", "service", 64.0, 39.0, "hour"),
    ("MO-APPR", "Main-d'œuvre apprenti", "service", 29.0, 15.5, "hour"),
    ("ETUDE", "Étude et schémas d'exécution", "service", 72.0, 39.0, "hour"),
    ("DEP-URG", "Dépannage d'urgence, première heure", "service", 98.0, 46.0, "unit"),
    ("DEPLAC", "Déplacement et mise à disposition du véhicule", "service", 39.0, 18.0,
     "unit"),
    ("CONSUEL", "Dossier et attestation de conformité", "service", 185.0, 132.0, "unit"),
    ("TAB-2R", "Tableau électrique pré-équipé 2 rangées 26 modules", "goods", 329.0,
     214.0, "unit"),
    ("TAB-4R", "Tableau électrique nu 4 rangées avec peigne et borniers", "goods", 198.0,
     126.0, "unit"),
    ("ID-40A", "Interrupteur différentiel 40 A 30 mA type A", "goods", 74.0, 46.5, "unit"),
    ("DISJ-16", "Disjoncteur modulaire 16 A courbe C", "goods", 13.9, 8.1, "unit"),
    ("PC-16", "Prise de courant 2P+T 16 A, complète", "goods", 17.5, 9.8, "unit"),
    ("INT-VV", "Interrupteur va-et-vient, complet", "goods", 16.8, 9.4, "unit"),
    ("RJ45", "Prise de communication RJ45 catégorie 6", "goods", 31.0, 18.2, "unit"),
    ("CAB-3G25", "Câble U-1000 R2V 3G2,5 mm²", "goods", 2.35, 1.48, "meter"),
    ("CAB-5G6", "Câble U-1000 R2V 5G6 mm²", "goods", 8.9, 6.1, "meter"),
    ("CDC-200", "Chemin de câbles 200 mm, fixations comprises", "goods", 24.5, 15.6,
     "meter"),
    ("GAINE-20", "Gaine ICTA 20 mm préfilée 3G1,5", "goods", 1.65, 1.02, "meter"),
    ("SPOT-LED", "Spot LED encastré 7 W, 3 000 K", "goods", 36.0, 21.5, "unit"),
    ("DALLE-LED", "Dalle LED 600 x 600, 36 W, 4 000 K", "goods", 89.0, 56.0, "unit"),
    ("PROJ-LED", "Projecteur LED extérieur 50 W", "goods", 112.0, 71.0, "unit"),
    ("MAT-ECL", "Candélabre LED 4 m, lanterne et crosse", "goods", 990.0, 705.0, "unit"),
    ("BAES", "Bloc autonome d'éclairage de sécurité 45 lm", "goods", 79.0, 47.5, "unit"),
    ("IRVE-7", "Borne de recharge 7,4 kW avec protection dédiée", "goods", 1090.0, 785.0,
     "unit"),
    ("VMC-HYG", "VMC hygroréglable, kit complet", "goods", 365.0, 248.0, "unit"),
    ("RAD-15", "Radiateur à inertie 1 500 W", "goods", 449.0, 318.0, "unit"),
    ("VISIO", "Platine de visiophone 2 fils et moniteur", "goods", 415.0, 282.0, "unit"),
    ("CAM-IP", "Caméra IP extérieure avec alimentation PoE", "goods", 239.0, 158.0,
     "unit"),
    ("DETECT", "Détecteur de présence 360°", "goods", 82.0, 49.0, "unit"),
    ("DAAF", "Détecteur avertisseur de fumée", "goods", 29.0, 16.0, "unit"),
)

# Per kind of site: (title of the job, {product: part of the equipment}).
HOME = (
    ("Mise aux normes du tableau électrique – logement {size}",
     {"TAB-2R": 5, "ID-40A": 3, "DISJ-16": 3}),
    ("Rénovation électrique complète – appartement {size}",
     {"TAB-2R": 2, "PC-16": 3, "INT-VV": 2, "GAINE-20": 3}),
    ("Installation d'une borne de recharge – place de parking n° {number}",
     {"IRVE-7": 8, "CAB-5G6": 3}),
    ("Éclairage de la cuisine et du séjour – logement {size}",
     {"SPOT-LED": 6, "INT-VV": 2, "GAINE-20": 1}),
    ("Remplacement des radiateurs – logement {size}", {"RAD-15": 8, "CAB-3G25": 1}),
    ("Pose d'une VMC et reprise des alimentations – logement {size}",
     {"VMC-HYG": 5, "CAB-3G25": 1}),
    ("Visiophone et éclairage extérieur – maison individuelle",
     {"VISIO": 4, "PROJ-LED": 3, "DETECT": 1}),
)
SHOP = (
    ("Remplacement de l'éclairage par des dalles LED – zone {zone}",
     {"DALLE-LED": 8, "CAB-3G25": 1}),
    ("Réfection de l'armoire électrique – {zone}",
     {"TAB-4R": 3, "ID-40A": 3, "DISJ-16": 3}),
    ("Levée des réserves du rapport de vérification – {zone}",
     {"BAES": 3, "DISJ-16": 2, "ID-40A": 2}),
    ("Câblage informatique et prises – {zone}",
     {"RJ45": 5, "CDC-200": 3, "PC-16": 2}),
    ("Alimentation d'une machine en triphasé – {zone}", {"CAB-5G6": 5, "CDC-200": 2}),
    ("Vidéosurveillance – {number} points de vue", {"CAM-IP": 7, "RJ45": 1}),
    ("Blocs de secours, remplacement annuel – {zone}", {"BAES": 1}),
)
COMMON = (
    ("Éclairage des parties communes sur détection – cage {letter}",
     {"DETECT": 4, "SPOT-LED": 4, "CAB-3G25": 1}),
    ("Mise en conformité de la colonne montante – bâtiment {letter}",
     {"CAB-5G6": 5, "TAB-4R": 2}),
    ("Remplacement de l'interphonie – cage {letter}", {"VISIO": 1}),
    ("Éclairage du parking souterrain – niveau -{digit}",
     {"DALLE-LED": 6, "BAES": 2, "CAB-3G25": 1}),
    ("Pré-équipement de recharge du parking – bâtiment {letter}",
     {"IRVE-7": 3, "CDC-200": 3, "CAB-5G6": 3}),
)
TOWN = (
    ("Éclairage public – rue {street}", {"MAT-ECL": 6, "CAB-5G6": 2}),
    ("Éclairage du gymnase, passage en LED – tranche {digit}",
     {"PROJ-LED": 7, "CAB-3G25": 1}),
    ("Mise en sécurité électrique – salle {zone}", {"BAES": 3, "ID-40A": 2, "DISJ-16": 2}),
    ("Remplacement des luminaires – classes {digit} à 8", {"DALLE-LED": 1}),
    ("Câblage réseau – salle informatique", {"RJ45": 5, "CDC-200": 3}),
)
PROGRAMME = (
    ("Les Terrasses de Gerland, bâtiment {letter} – lot 12 électricité, situation n° "
     "{digit}", {"TAB-2R": 3, "PC-16": 2, "GAINE-20": 3, "CAB-3G25": 2, "VISIO": 1}),
    ("Clos des Alouettes – distribution des logements {number} à 40",
     {"TAB-2R": 3, "INT-VV": 2, "PC-16": 2, "GAINE-20": 3}),
    ("Villa Montchat – éclairage des circulations et BAES",
     {"DETECT": 2, "BAES": 3, "SPOT-LED": 3}),
    ("Les Terrasses de Gerland – pré-câblage de recharge, sous-sol -{digit}",
     {"CDC-200": 3, "CAB-5G6": 4, "IRVE-7": 2}),
    ("Reprises après réception – logements {number} et suivants",
     {"PC-16": 1, "INT-VV": 1, "DISJ-16": 1}),
)
ABROAD = (
    ("Étude photométrique et fourniture de luminaires – agence de Genève, lot {digit}",
     {"DALLE-LED": 3, "SPOT-LED": 3}),
    ("Schémas d'exécution et armoire précâblée – {zone}", {"TAB-4R": 2, "DISJ-16": 2}),
)
ENGLISH = (
    ("Rewiring and lighting – flat {number}, rue de Brest, Lyon",
     {"SPOT-LED": 5, "PC-16": 2, "INT-VV": 1}),
    ("Showroom lighting, Presqu'île – phase {digit}", {"SPOT-LED": 5, "DETECT": 1}),
)
# fmt: on
ZONES = (
    "accueil",
    "atelier",
    "réserve",
    "bureaux",
    "local technique",
    "salle de réunion",
    "vestiaires",
    "quai de chargement",
)
STREETS = ("des Écoles", "du Lavoir", "de la Gare", "des Vignes", "du Stade")


def jobs_for(customer):
    """Kinds of jobs this customer orders."""
    if customer.key == "belleroche":
        return PROGRAMME
    if customer.kind == "foreign":
        return ENGLISH if customer.lang == "en_US" else ABROAD
    return {
        "person": HOME,
        "syndic": COMMON,
        "public": TOWN,
        "company": SHOP + HOME[:2] if customer.key in ("regie", "tilleuls") else SHOP,
    }.get(customer.kind, SHOP)


def title_of(pattern, rng) -> str:
    """Title of one job, with the place where it happened."""
    return pattern.format(
        size=rng.choice(("T2", "T3", "T4", "T5")),
        number=rng.randint(2, 28),
        zone=rng.choice(ZONES),
        letter=rng.choice("ABCD"),
        digit=rng.randint(1, 4),
        street=rng.choice(STREETS),
    )


def make(world):
    """Create the products."""
    env = world.env
    units = {u: env.ref(f"uom.product_uom_{u}") for u in ("hour", "unit", "meter")}
    works, advice, goods = (
        world.ref(name) for name in ("pcg_704_account", "pcg_706", "pcg_707_account")
    )
    tax, purchase_tax = world.ref("tva_normale"), world.ref("tva_acq_normale")
    names = ("Main-d'œuvre et prestations", "Matériel électrique")
    service, equipment = env["product.category"].create([{"name": n} for n in names])
    products = env["product.product"].create(
        [
            {
                "name": name,
                "default_code": code,
                "type": "service" if kind == "service" else "consu",
                "categ_id": (service if kind == "service" else equipment).id,
                "list_price": price,
                "standard_price": cost,
                "uom_id": units[unit].id,
                "taxes_id": [(6, 0, tax.ids)],
                "supplier_taxes_id": [(6, 0, purchase_tax.ids)],
                "purchase_ok": kind == "goods",
                "property_account_income_id": (
                    advice
                    if code in ("ETUDE", "DEP-URG", "CONSUEL")
                    else works
                    if kind == "service"
                    else goods
                ).id,
                "property_account_expense_id": world.ref("pcg_601_account").id,
            }
            for code, name, kind, price, cost, unit in PRODUCTS
        ]
    )
    world.products = {product.default_code: product for product in products}
