"""The own rules in words, for whoever reads a verdict at a terminal."""

# Each: in English, in French. Official rules bring their own text.
RULES = {
    "XSD": (
        "the XML does not follow the schema of its profile",
        "le XML ne suit pas le schéma de son profil",
    ),
    "CII-DT-097": (
        "a date is not written as year, month, day in eight digits",
        "une date n’est pas écrite année, mois, jour en huit chiffres",
    ),
    "TPE-BT8": (
        "the date on which VAT is due does not suit what is invoiced",
        "l’exigibilité de la TVA ne va pas avec ce qui est facturé",
    ),
    "TPE-CURRENCY": (
        "an amount is in another currency than the invoice",
        "un montant est dans une autre devise que la facture",
    ),
    "TPE-DATE": ("a date is not in the calendar", "une date n’existe pas"),
    "TPE-DATE-YEAR": (
        "the invoice date is far from today",
        "la date de facture est bien loin d’aujourd’hui",
    ),
    "TPE-DUE": ("due before it was issued", "l’échéance précède la facture"),
    "TPE-EMPTY": ("the file is empty", "le fichier est vide"),
    "TPE-FILE": ("the file cannot be opened", "le fichier ne peut pas être ouvert"),
    "BR-CO-25": (
        "neither due date nor payment terms",
        "ni échéance, ni conditions de paiement",
    ),
    "TPE-IBAN": ("the key of an IBAN is wrong", "la clé d’un IBAN est fausse"),
    "TPE-KIND": ("neither a PDF nor an XML", "ce n’est ni un PDF ni un XML"),
    "TPE-LIMIT": (
        "reading it takes too long or too much memory",
        "la lecture demande trop de temps ou de mémoire",
    ),
    "TPE-LINE": (
        "quantity times price does not make the amount of the line",
        "quantité × prix ne donne pas le montant de la ligne",
    ),
    "TPE-NOTE": ("a note says nothing", "une mention est vide"),
    "TPE-PDF": ("the PDF is damaged", "le PDF est abîmé ou coupé"),
    "TPE-PDF-AF": (
        "the XML is not listed as the document's associated file",
        "le XML n’est pas déclaré comme fichier associé du document",
    ),
    "TPE-PDF-ENCRYPTED": ("the PDF is encrypted", "le PDF est chiffré"),
    "TPE-PDF-MANY": ("too many files in the PDF", "trop de fichiers dans le PDF"),
    "TPE-PDF-NAME": (
        "the XML in the PDF is not named factur-x.xml",
        "le XML du PDF ne s’appelle pas factur-x.xml",
    ),
    "TPE-PDF-NESTED": (
        "the invoice is a PDF inside the PDF",
        "la facture est un PDF dans le PDF",
    ),
    "TPE-PDF-NO-XML": (
        "a PDF without factur-x.xml is not an e-invoice",
        "un PDF sans factur-x.xml n’est pas une facture électronique",
    ),
    "TPE-PDF-RELATION": (
        "the XML's relationship to the PDF (AFRelationship) is missing or wrong",
        "la relation du XML au PDF (AFRelationship) manque ou est fausse",
    ),
    "TPE-PDF-SCRIPT": (
        "the PDF runs a script, which PDF/A-3 forbids",
        "le PDF lance un script, ce que PDF/A-3 interdit",
    ),
    "TPE-PDF-TWO": ("several invoices in the PDF", "plusieurs factures dans le PDF"),
    "TPE-PDFA": ("the PDF is not PDF/A-3", "le PDF n’est pas un PDF/A-3"),
    "TPE-PERIOD": (
        "the invoiced period ends before it begins",
        "la période facturée finit avant de commencer",
    ),
    "TPE-PROFILE": ("unknown profile", "profil inconnu"),
    "TPE-PROFILE-LOW": (
        "the content is richer than the profile it declares",
        "le contenu est plus riche que le profil annoncé",
    ),
    "TPE-PROFILE-OLD": (
        "ZUGFeRD 1 is no e-invoice of EN 16931",
        "ZUGFeRD 1 n’est pas une facture électronique EN 16931",
    ),
    "TPE-PROFILE-OVER": (
        "the profile BASIC WL is no longer accepted in France (last day to be confirmed)",
        "le profil BASIC WL n’est plus accepté en France (dernier jour à confirmer)",
    ),
    "TPE-PRICE": (
        "the price before discount less the discount does not make the price",
        "le prix brut moins la remise ne donne pas le prix net",
    ),
    "TPE-PROFILE-SHORT": (
        "the profile MINIMUM is no invoice in France",
        "le profil MINIMUM n’est pas une facture en France",
    ),
    "TPE-ROOT": (
        "the XML is not an invoice in CII or UBL",
        "le XML n’est pas une facture CII ou UBL",
    ),
    "TPE-SIREN": ("a SIREN is wrong", "un SIREN est faux"),
    "TPE-SIRET": ("a SIRET is wrong", "un SIRET est faux"),
    "TPE-SIRET-SIREN": (
        "a SIRET does not begin with the SIREN",
        "un SIRET ne commence pas par le SIREN",
    ),
    "TPE-SIZE": ("the file is too large", "le fichier est trop gros"),
    "TPE-VAT-KEY": (
        "the key of a VAT number is wrong",
        "la clé d’un numéro de TVA est fausse",
    ),
    "TPE-VAT-SIREN": (
        "a VAT number does not hold the SIREN",
        "un numéro de TVA ne contient pas le SIREN",
    ),
    "TPE-XML": ("the XML is broken or cut off", "le XML est abîmé ou coupé"),
    "TPE-XML-DEPTH": ("the XML is nested too deep", "le XML est trop imbriqué"),
    "TPE-XML-DOCTYPE": (
        "the XML declares a DOCTYPE, refused for safety",
        "le XML déclare un DOCTYPE, refusé par sécurité",
    ),
    "TPE-XML-ENCODING": (
        "the XML is not in UTF-8, or not in the encoding it declares",
        "le XML n’est pas en UTF-8, ou pas dans l’encodage qu’il annonce",
    ),
    "TPE-XMP": ("the PDF has no XMP metadata", "le PDF n’a pas de métadonnées XMP"),
    "TPE-XMP-FX": (
        "the PDF's metadata do not say that it is a Factur-X",
        "les métadonnées du PDF n’annoncent pas un Factur-X",
    ),
    "TPE-XMP-LEVEL": (
        "the PDF's metadata and its XML name two profiles",
        "les métadonnées du PDF et son XML annoncent deux profils",
    ),
    "TPE-XMP-NAME": (
        "the PDF's metadata name another file than the one attached",
        "les métadonnées du PDF nomment un autre fichier que celui joint",
    ),
    "TPE-XMP-PDFA": (
        "the PDF's metadata do not say PDF/A-3",
        "les métadonnées du PDF n’annoncent pas un PDF/A-3",
    ),
    "TPE-XMP-SCHEMA": (
        "the PDF's metadata do not describe the Factur-X schema",
        "les métadonnées du PDF ne décrivent pas le schéma Factur-X",
    ),
    "TPE-XMP-VERSION": (
        "the PDF's metadata do not give the version of Factur-X",
        "les métadonnées du PDF ne donnent pas la version de Factur-X",
    ),
    "TPE-XMP-TYPE": (
        "the PDF's metadata do not say that it is an invoice",
        "les métadonnées du PDF n’annoncent pas une facture",
    ),
}
LAYERS = {
    "read": ("reading", "lecture"),
    "pdfa": ("PDF/A-3", "PDF/A-3"),
    "xsd": ("schema (XSD)", "schéma (XSD)"),
    "own": ("our own checks", "nos contrôles"),
    "factur-x": ("official rules of the profile", "règles officielles du profil"),
    "br-fr": ("French rules (BR-FR)", "règles françaises (BR-FR)"),
}
WORDS = {
    "accept": ("accepted", "acceptée"),
    "reject": ("refused", "refusée"),
    "incomplete": ("nothing found, incomplete", "rien trouvé, incomplet"),
    "warning": ("warning", "à vérifier"),
    "not_run": ("not run", "non exécuté"),
    "not_applied": ("does not apply", "ne s’applique pas"),
    True: ("yes", "oui"),
    False: ("no", "non"),
    None: ("not known", "non vérifié"),
}
LANGUAGES = ("en", "fr")


def lines(line: dict, language: str) -> list[str]:
    """A verdict, as ``Verdict.as_dict`` gives it, in words.

    >>> from .verdict import FRENCH, Finding, Verdict
    >>> doubt = Finding("TPE-SIREN", "own", "BT-30", "'1' is no SIREN.", fatal=False)
    >>> for text in lines(Verdict("basic", (doubt,), None, (FRENCH,)).as_dict("a"), "fr"):
    ...     print(text)
    a : rien trouvé, incomplet (basic)
      à vérifier TPE-SIREN (BT-30) : un SIREN est faux ['1' is no SIREN.]
      non exécuté : règles françaises (BR-FR)
    """
    i = LANGUAGES.index(language)
    colon = " :" if language == "fr" else ":"
    verdict = line["verdict"]
    if verdict == "accept" and line["not_run"]:
        verdict = "incomplete"
    # A line of its own is no verdict, and what is no text breaks the terminal.
    name = "".join(sign if sign.isprintable() else "?" for sign in line["file"])
    head = f"{name}{colon} {WORDS[verdict][i]}"
    about = [line["profile"]] if line["profile"] else []
    if line["pdfa"] is not None:
        about.append(f"PDF/A-3{colon} {WORDS[line['pdfa']][i]}")
    told = [head + (f" ({', '.join(about)})" if about else "")]
    for finding in sorted(line["findings"], key=lambda f: not f["fatal"]):
        start = "" if finding["fatal"] else f"{WORDS['warning'][i]} "
        where = f" ({finding['where']})" if finding["where"] else ""
        text = finding["text"]
        if finding["rule"] in RULES:
            text = f"{RULES[finding['rule']][i]} [{text}]"
        told.append(f"  {start}{finding['rule']}{where}{colon} {text}")
    for key in ("not_run", "not_applied"):
        if line[key]:
            names = ", ".join(LAYERS[layer][i] for layer in line[key])
            why = f" ({'; '.join(line['reasons'])})" if line["reasons"] else ""
            told.append(
                f"  {WORDS[key][i]}{colon} {names}{why if key == 'not_run' else ''}"
            )
    return list(dict.fromkeys(told))
