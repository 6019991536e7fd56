"""Who buys and who sells, and how each of them pays."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Customer:
    """A customer, its weight in the turnover and its way of paying."""

    key: str
    name: str
    kind: str  # company, person, public, association, syndic, foreign
    habit: str  # see ledger.LATENESS
    invoices: int
    mean: int  # euros before tax
    term: str
    street: str
    zip: str
    city: str
    email: str = ""
    lang: str = "fr_FR"
    country: str = "fr"
    currency: str = "EUR"
    tax: str = ""
    discount: float = 0.0

    @property
    def rate(self) -> str:
        """Tax of its invoices: dwellings over two years old are at 10 %."""
        return self.tax or ("10" if self.kind in ("person", "syndic") else "20")


def _c(key, name, kind, habit, number, mean, term, street, town, email="", **more):
    postcode, city = town.split(" ", 1)
    return Customer(
        key,
        name,
        kind,
        habit,
        number,
        mean,
        term,
        street,
        postcode,
        city,
        email,
        **more,
    )


# fmt: off
CUSTOMERS = (
    _c("belleroche", "Belleroche Promotion SAS", "company", "big", 58, 6950, "eom45",
       "118 cours Lafayette", "69003 Lyon", "contact@belleroche.example"),
    _c("regie", "Régie du Val de Tassin", "company", "slow", 15, 1650, "net30",
       "22 avenue du Onze-Novembre", "69160 Tassin-la-Demi-Lune",
       "gestion@regie-tassin.example"),
    _c("perrin", "Boulangerie Maison Perrin", "company", "prompt", 9, 1250, "net30",
       "5 rue du Bœuf", "69005 Lyon", "maison.perrin@example.com"),
    _c("garage", "Garage de la Plaine SARL", "company", "slow", 10, 1500, "net30",
       "41 route de Genas", "69500 Bron", "atelier@garage-plaine.example"),
    _c("canuts", "Le Bouchon des Canuts", "company", "worsening", 15, 1900, "net30",
       "17 montée de la Grande-Côte", "69001 Lyon", "salle@bouchon-canuts.example"),
    _c("hotel", "Hôtel des Quais de Saône", "company", "instalments", 13, 3300, "net30",
       "9 quai Saint-Vincent", "69001 Lyon", "direction@hotel-quais.example"),
    _c("vial", "Menuiserie Vial Frères", "company", "prompt", 9, 2100, "net30",
       "12 zone artisanale des Andrés", "69126 Brindas", "bureau@vial.example"),
    _c("pharmacie", "Pharmacie du Vieux Pressoir", "company", "prompt", 7, 1400, "net30",
       "3 place de l'Église", "69390 Vourles", "pharmacie.pressoir@example.com"),
    _c("dentaire", "SELARL Cabinet dentaire Lefort", "company", "prompt", 8, 1950,
       "net30", "60 rue de la République", "69002 Lyon", "lefort@example.org"),
    _c("tilleuls", "SCI Les Tilleuls", "company", "slow", 9, 2650, "net30",
       "31 chemin des Tilleuls", "69130 Écully", "sci.tilleuls@example.org"),
    _c("ravier", "Ravier & Associés Architecture", "company", "prompt", 9, 2850, "eom45",
       "8 rue Sainte-Hélène", "69002 Lyon", "agence@ravier-archi.example"),
    _c("chaboud", "Plomberie Chaboud SARL", "company", "prompt", 10, 1750, "split",
       "27 rue des Platanes", "69540 Irigny", "compta@chaboud.example"),
    _c("veterinaire", "Clinique vétérinaire des Deux Collines", "company", "prompt", 6,
       1500, "net30", "14 rue de Limonest", "69380 Lissieu", "accueil@deuxcollines.example"),
    _c("logistique", "Sud-Est Entreposage SAS", "company", "steady", 18, 4350, "net60",
       "75 rue du Progrès", "69800 Saint-Priest", "factures@se-entreposage.example"),
    _c("novaprint", "Imprimerie Rivoire", "company", "dispute", 13, 2150, "net30",
       "6 impasse des Typographes", "69120 Vaulx-en-Velin", "atelier@rivoire.example"),
    _c("renov", "Rénov'Habitat 69 SARL", "company", "let_go", 19, 1850, "net30",
       "103 avenue Jean-Jaurès", "69190 Saint-Fons", "contact@renovhabitat69.example",
       discount=24.0),
    _c("superette", "Supérette Chez Samia", "company", "prompt", 7, 850, "net30",
       "48 rue Paul-Bert", "69003 Lyon", "chez.samia@example.com"),
    _c("fitness", "Forme & Confluence SAS", "company", "worsening", 12, 2250, "net30",
       "20 quai Rambaud", "69002 Lyon", "club@forme-confluence.example"),
    _c("creche", "Crèche associative Les Lumignons", "association", "association", 7,
       1350, "net30", "2 rue des Cerisiers", "69110 Sainte-Foy-lès-Lyon",
       "bureau@lumignons.example", tax="20"),
    _c("foot", "Union sportive de Craponne-Ouest", "association", "association", 7, 1550,
       "net30", "Stade des Érables", "69290 Craponne", "tresorier@us-craponne.example"),
    _c("coiffure", "Salon Mèches & Lumières", "company", "prompt", 6, 900, "net30",
       "11 rue Mercière", "69002 Lyon", "salon.meches@example.net"),
    _c("domaine", "Domaine des Pierres Blondes", "company", "prompt", 9, 3150, "split",
       "Le Bourg", "69480 Pommiers", "chai@pierresblondes.example"),
    _c("textile", "Atelier textile de la Soierie", "company", "dormant", 6, 1150, "net30",
       "33 rue d'Austerlitz", "69004 Lyon", "soierie@example.com"),
    _c("thermix", "Bureau d'études Thermoval", "company", "prompt", 8, 1800, "eom45",
       "55 avenue Tony-Garnier", "69007 Lyon", "etudes@thermoval.example"),
    _c("gonzalez", "Transports Gonzalez & Fils", "company", "steady", 12, 1950, "net60",
       "4 rue du Rail", "69200 Vénissieux", "exploitation@gonzalez.example"),
    _c("parc", "Syndicat des copropriétaires Résidence du Parc", "syndic", "syndic", 16,
       2350, "net30", "s/c Cabinet Mercier, 19 rue Vendôme", "69006 Lyon",
       "syndic@cabinet-mercier.example"),
    _c("remparts", "Copropriété 14 rue des Remparts", "syndic", "syndic", 9, 1700,
       "net30", "14 rue des Remparts-d'Ainay", "69002 Lyon",
       "conseil.remparts@example.org"),
    _c("mairie", "Mairie de Saint-Romain-les-Vignes", "public", "public", 20, 3350,
       "net30", "1 place de la Mairie", "69440 Saint-Romain-les-Vignes",
       "comptabilite@saint-romain-les-vignes.example"),
    _c("ecole", "Lycée professionnel Jeanne-Barret", "public", "public", 12, 2350,
       "net30", "70 rue Challemel", "69700 Givors", "intendance@lycee-barret.example"),
    _c("coteaux", "Communauté de communes des Coteaux d'Or", "public", "public", 8, 2900,
       "net30", "25 route du Bourg", "69670 Vaugneray", "finances@coteauxdor.example"),
    _c("helvetie", "Helvétie Agencement SA", "foreign", "prompt", 9, 3400, "net30",
       "Rue du Rhône 114", "1204 Genève", "compta@helvetie-agencement.example",
       country="ch", currency="CHF", tax="export"),
    _c("blackwood", "Blackwood Interiors Ltd", "foreign", "english", 8, 2600, "net30",
       "27 Curtain Road", "EC2A London", "accounts@blackwood.example",
       lang="en_US", country="uk"),
    _c("garnier", "Sylvie Garnier", "person", "person", 5, 1150, "immediate",
       "26 chemin du Moulin", "69570 Dardilly", "sylvie.garnier@example.com"),
    _c("dumont", "Thierry Dumont", "person", "person", 5, 950, "immediate",
       "8 allée des Acacias", "69340 Francheville", "t.dumont@example.org"),
    _c("fabre", "Marc et Louise Fabre", "person", "person", 6, 3650, "deposit",
       "15 rue du Vallon", "69450 Saint-Cyr-au-Mont-d'Or", "famille.fabre@example.net"),
    _c("cherif", "Nadia Cherif", "person", "person", 5, 1050, "immediate",
       "4 rue Garibaldi", "69006 Lyon", "nadia.cherif@example.com"),
    _c("girard", "Antoine Girard", "person", "person", 5, 2950, "deposit",
       "51 route de la Libération", "69110 Sainte-Foy-lès-Lyon", "a.girard@example.org"),
    _c("roussel", "Hélène Roussel", "person", "person", 5, 800, "immediate",
       "72 rue Duguesclin", "69006 Lyon", "helene.roussel@example.net"),
    _c("ferreira", "Paulo Ferreira", "person", "person", 5, 1450, "immediate",
       "13 rue des Lilas", "69330 Meyzieu", "paulo.ferreira@example.com"),
    _c("bonnet", "Monique Bonnet", "person", "person", 5, 600, "immediate",
       "2 impasse du Lavoir", "69510 Messimy"),
    _c("masson", "Julien Masson", "person", "person", 5, 3850, "deposit",
       "9 chemin de la Croix", "69280 Marcy-l'Étoile", "julien.masson@example.org"),
    _c("lambert", "Camille Lambert", "person", "person", 5, 1250, "immediate",
       "38 grande rue de Vaise", "69009 Lyon", "camille.lambert@example.com"),
    _c("chapuis", "Bernard Chapuis", "person", "person", 5, 700, "immediate",
       "6 place du Marché", "69210 L'Arbresle", "b.chapuis@example.net"),
    _c("tessier", "Olivier Tessier", "person", "person", 5, 1900, "immediate",
       "44 rue de Marseille", "69007 Lyon", "olivier.tessier@example.com"),
    _c("blanc", "Aurélie Blanc", "person", "person", 5, 2750, "deposit",
       "21 montée de Loyasse", "69005 Lyon", "aurelie.blanc@example.org"),
)

# (key, name, street, town, e-mail)
SUPPLIERS = (
    ("comptoir", "Électro-Comptoir du Rhône", "10 rue de l'Industrie",
     "69680 Chassieu", "factures@electro-comptoir.example"),
    ("cables", "Câbleries du Forez", "ZI de la Vaure", "42290 Sorbiers",
     "adv@cableries-forez.example"),
    ("lumen", "Lumen Distribution SAS", "7 rue Louis-Lumière", "69740 Genas",
     "comptes@lumen-distribution.example"),
    ("thermique", "Sud-Est Thermique Diffusion", "33 avenue des Frères-Montgolfier",
     "69680 Chassieu", "compta@se-thermique.example"),
    ("outillage", "Outillage Perrache", "58 cours Suchet", "69002 Lyon",
     "vente@outillage-perrache.example"),
    ("interim", "Intérim Bâtiment Confluence", "24 rue Casimir-Périer", "69002 Lyon",
     "facturation@ib-confluence.example"),
    ("bailleur", "SCI Les Ateliers de Brignais", "16 rue des Ronzières",
     "69530 Brignais", "sci.ateliers@example.org"),
    ("assurance", "Mutuelle des Artisans du Sud-Est", "90 rue de Bonnel", "69003 Lyon",
     "contrats@mase.example"),
    ("telecom", "Télécom Confluence", "2 quai Perrache", "69002 Lyon",
     "service@telecom-confluence.example"),
    ("leasing", "Rhône Utilitaires Location", "140 route de Vienne", "69008 Lyon",
     "contrats@ru-location.example"),
    ("carburant", "Carte Flotte Services", "11 rue de la Villette", "69003 Lyon",
     "flotte@carteflotte.example"),
    ("comptable", "Cabinet Fiduciaire d'Ainay", "5 place Ampère", "69002 Lyon",
     "cabinet@fiduciaire-ainay.example"),
    ("logiciel", "Chantier Facile SAS", "18 rue Childebert", "69002 Lyon",
     "abonnements@chantierfacile.example"),
    ("entretien", "Auto-Service des Barolles", "23 chemin de la Mouche",
     "69230 Saint-Genis-Laval", "atelier@barolles.example"),
    ("publicite", "Vitrine Locale SAS", "42 rue Sala", "69002 Lyon",
     "comptes@vitrine-locale.example"),
    ("energie", "Énergie des Trois Fleuves", "1 rue du Barrage", "69700 Loire-sur-Rhône",
     "pro@e3f.example"),
)

# (key, name): what a French employer pays to.
AUTHORITIES = (
    ("dgfip", "Direction générale des Finances publiques"),
    ("urssaf", "URSSAF Rhône-Alpes"),
    ("retraite", "Caisse de retraite et prévoyance du bâtiment"),
    ("conges", "Caisse de congés payés du bâtiment"),
    ("banque", "Banque Coopérative des Confluences"),
)
# fmt: on
