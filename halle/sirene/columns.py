"""INSEE's published layouts (stock files of Sirene, August 2026), and which of their columns the register keeps.

Source: « Dessin de fichier » of the Sirene stock, Licence Ouverte 2.0. Files are read by column name, never by
position: INSEE adds columns without notice (16 December 2025: activitePrincipaleNAF25…).
"""

MASKED = "[ND]"
# What INSEE writes when a usual name is withdrawn.
TOMBSTONE = "SUPPRESSION DU NOM COMMERCIAL"

UNIT_LAYOUT = tuple(
    # One name a line would hide the order.
    """siren statutDiffusionUniteLegale unitePurgeeUniteLegale dateCreationUniteLegale sigleUniteLegale sexeUniteLegale
    prenom1UniteLegale prenom2UniteLegale prenom3UniteLegale prenom4UniteLegale prenomUsuelUniteLegale
    pseudonymeUniteLegale identifiantAssociationUniteLegale trancheEffectifsUniteLegale anneeEffectifsUniteLegale
    dateDernierTraitementUniteLegale nombrePeriodesUniteLegale categorieEntreprise anneeCategorieEntreprise dateDebut
    etatAdministratifUniteLegale nomUniteLegale nomUsageUniteLegale denominationUniteLegale
    denominationUsuelle1UniteLegale denominationUsuelle2UniteLegale denominationUsuelle3UniteLegale
    categorieJuridiqueUniteLegale activitePrincipaleUniteLegale nomenclatureActivitePrincipaleUniteLegale
    nicSiegeUniteLegale economieSocialeSolidaireUniteLegale societeMissionUniteLegale caractereEmployeurUniteLegale
    activitePrincipaleNAF25UniteLegale""".split()  # noqa: SIM905
)
PLACE_LAYOUT = tuple(
    """siren nic siret statutDiffusionEtablissement dateCreationEtablissement trancheEffectifsEtablissement
    anneeEffectifsEtablissement activitePrincipaleRegistreMetiersEtablissement dateDernierTraitementEtablissement
    etablissementSiege nombrePeriodesEtablissement complementAdresseEtablissement numeroVoieEtablissement
    indiceRepetitionEtablissement dernierNumeroVoieEtablissement indiceRepetitionDernierNumeroVoieEtablissement
    typeVoieEtablissement libelleVoieEtablissement codePostalEtablissement libelleCommuneEtablissement
    libelleCommuneEtrangerEtablissement distributionSpecialeEtablissement codeCommuneEtablissement
    codeCedexEtablissement libelleCedexEtablissement codePaysEtrangerEtablissement libellePaysEtrangerEtablissement
    identifiantAdresseEtablissement coordonneeLambertAbscisseEtablissement coordonneeLambertOrdonneeEtablissement
    complementAdresse2Etablissement numeroVoie2Etablissement indiceRepetition2Etablissement typeVoie2Etablissement
    libelleVoie2Etablissement codePostal2Etablissement libelleCommune2Etablissement
    libelleCommuneEtranger2Etablissement distributionSpeciale2Etablissement codeCommune2Etablissement
    codeCedex2Etablissement libelleCedex2Etablissement codePaysEtranger2Etablissement
    libellePaysEtranger2Etablissement dateDebut etatAdministratifEtablissement enseigne1Etablissement
    enseigne2Etablissement enseigne3Etablissement denominationUsuelleEtablissement activitePrincipaleEtablissement
    nomenclatureActivitePrincipaleEtablissement caractereEmployeurEtablissement
    activitePrincipaleNAF25Etablissement""".split()  # noqa: SIM905
)
SECOND_ADDRESS = frozenset(PLACE_LAYOUT[30:44])
DUPLICATE_LAYOUT = ("siren", "sirenDoublon", "dateDernierTraitementDoublon")
SUCCESSION_LAYOUT = (
    "siretEtablissementPredecesseur",
    "siretEtablissementSuccesseur",
    "dateLienSuccession",
    "transfertSiege",
    "continuiteEconomique",
    "dateDernierTraitementLienSuccession",
)
# Not text in INSEE's Parquet files; text in CSV.
BOOLEANS = frozenset({"unitePurgeeUniteLegale", "etablissementSiege", "transfertSiege", "continuiteEconomique"})
INTEGERS = frozenset(
    {
        "anneeEffectifsUniteLegale",
        "nombrePeriodesUniteLegale",
        "anneeCategorieEntreprise",
        "categorieJuridiqueUniteLegale",
        "anneeEffectifsEtablissement",
        "nombrePeriodesEtablissement",
    }
)
DATES = frozenset({"dateCreationUniteLegale", "dateDebut", "dateCreationEtablissement", "dateLienSuccession"})
TIMESTAMPS = frozenset(
    {
        "dateDernierTraitementUniteLegale",
        "dateDernierTraitementEtablissement",
        "dateDernierTraitementLienSuccession",
        "dateDernierTraitementDoublon",
    }
)
# Four digits with zeros in front, which the Parquet files lose.
FOUR_DIGITS = "categorieJuridiqueUniteLegale"

# Kept, in the order in which a packed line holds them (the key is apart). Left out on purpose: sex and further given
# names (personal data that nothing here needs), numbers of periods, coordinates and second addresses.
KEPT_OF_UNITS = tuple(
    name
    for name in UNIT_LAYOUT
    if name
    not in {
        "siren",
        "sexeUniteLegale",
        "prenom2UniteLegale",
        "prenom3UniteLegale",
        "prenom4UniteLegale",
        "nombrePeriodesUniteLegale",
    }
)
KEPT_OF_PLACES = tuple(
    name
    for name in PLACE_LAYOUT
    if name not in {"siren", "nic", "siret", "nombrePeriodesEtablissement", "identifiantAdresseEtablissement"}
    and not name.startswith("coordonnee")
    and name not in SECOND_ADDRESS
)

# Added or withdrawn by INSEE over the years: a file without them is read all the same.
OPTIONAL = frozenset(
    {
        "activitePrincipaleNAF25UniteLegale",
        "activitePrincipaleNAF25Etablissement",
        "societeMissionUniteLegale",
        "economieSocialeSolidaireUniteLegale",
        "caractereEmployeurUniteLegale",
        "caractereEmployeurEtablissement",
        "unitePurgeeUniteLegale",
        "dernierNumeroVoieEtablissement",
        "indiceRepetitionDernierNumeroVoieEtablissement",
        "activitePrincipaleRegistreMetiersEtablissement",
    }
)
