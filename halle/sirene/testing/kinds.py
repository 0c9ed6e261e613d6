"""One invented unit of each real kind, as INSEE's stock writes it: raw columns, empty ones left out."""

from halle.sirene.tests.stocks import POST, POST_OFFICE, place, unit

REV2 = {"nomenclatureActivitePrincipaleUniteLegale": "NAFRev2"}
AT = "2026-10-02T09:41:07"


def _unit(siren: str, name: str = "", **columns: str) -> dict[str, str]:
    return unit(siren, name, **{"dateDernierTraitementUniteLegale": AT, **REV2, **columns})


def _place(siret: str, **columns: str) -> dict[str, str]:
    return place(siret, **{"dateDernierTraitementEtablissement": AT, **columns})


COMPANY = _unit(
    "842317901",
    "ATELIER DES BRUYERES",
    nicSiegeUniteLegale="00028",
    activitePrincipaleUniteLegale="43.32A",
    activitePrincipaleNAF25UniteLegale="43.32Y",
    categorieEntreprise="PME",
    trancheEffectifsUniteLegale="11",
    anneeEffectifsUniteLegale="2023",
    dateCreationUniteLegale="2018-09-03",
)
COMPANY_PLACES = [
    _place(
        "84231790100010",
        etablissementSiege="false",
        etatAdministratifEtablissement="F",
        dateDebut="2022-01-01",
    ),
    _place(
        "84231790100028",
        numeroVoieEtablissement="12",
        indiceRepetitionEtablissement="B",
        typeVoieEtablissement="AV",
        libelleVoieEtablissement="DES BRUYERES",
        enseigne1Etablissement="L'ATELIER",
        activitePrincipaleEtablissement="43.32A",
        nomenclatureActivitePrincipaleEtablissement="NAFRev2",
    ),
]
SOLE_TRADER = _unit(
    "801234566",
    categorieJuridiqueUniteLegale="1000",
    nomUniteLegale="KERDONCUFF",
    nomUsageUniteLegale="MORVAN",
    prenom1UniteLegale="ANNE",
    prenomUsuelUniteLegale="ANNE-LAURE",
    sexeUniteLegale="F",
)
ASSOCIATION = _unit(
    "775670003",
    "LES AMIS DU PHARE",
    categorieJuridiqueUniteLegale="9220",
    identifiantAssociationUniteLegale="W351000001",
)
TOWN = _unit("213599995", "COMMUNE DE TREVENEC", categorieJuridiqueUniteLegale="7210", nicSiegeUniteLegale="00019")
FOREIGN = _unit("834567898", "BROUWERIJ VAN ZAVEL", categorieJuridiqueUniteLegale="3110")
FOREIGN_PLACE = _place(
    "83456789800012",
    city="",
    postcode="",
    code="",
    libelleVoieEtablissement="ZAVEL 12",
    libelleCommuneEtrangerEtablissement="BRUXELLES",
    codePaysEtrangerEtablissement="99131",
    libellePaysEtrangerEtablissement="BELGIQUE",
)
MASKED_ADDRESS = {
    "statutDiffusionEtablissement": "P",
    "numeroVoieEtablissement": "[ND]",
    "typeVoieEtablissement": "[ND]",
    "libelleVoieEtablissement": "[ND]",
}
MASKED_PERSON = _unit(
    "812345673",
    "[ND]",
    statutDiffusionUniteLegale="P",
    categorieJuridiqueUniteLegale="1000",
    nomUniteLegale="[ND]",
    prenom1UniteLegale="[ND]",
    prenomUsuelUniteLegale="[ND]",
)
MASKED_LEGAL = _unit("823456785", "[ND]", statutDiffusionUniteLegale="P", sigleUniteLegale="[ND]")
CEASED = _unit("445566770", "ANCIENNE MAISON", etatAdministratifUniteLegale="C", dateDebut="2020-02-29")
PURGED = {"siren": "005520135", "unitePurgeeUniteLegale": "true", "etatAdministratifUniteLegale": "C"}
PURGED |= {"statutDiffusionUniteLegale": "O", "categorieJuridiqueUniteLegale": "1000", "nicSiegeUniteLegale": "00012"}
# Another number of COMPANY, which INSEE withdrew.
DUPLICATE = "842317000"
UNITS = [COMPANY, SOLE_TRADER, ASSOCIATION, TOWN, FOREIGN, MASKED_PERSON, MASKED_LEGAL, CEASED, PURGED, POST]
PLACES = [
    *COMPANY_PLACES,
    _place("80123456600012"),
    _place("77567000300012"),
    _place("21359999500019"),
    FOREIGN_PLACE,
    _place("81234567300012", city="LE POULIGUEN", postcode="[ND]", code="44135", **MASKED_ADDRESS),
    _place("82345678500012", city="GUERANDE", postcode="[ND]", code="44069", **MASKED_ADDRESS),
    _place("44556677000012", etatAdministratifEtablissement="F", dateDebut="2020-02-29"),
    _place("00552013500012", etatAdministratifEtablissement="F"),
    POST_OFFICE,
    *(
        {**POST_OFFICE, "nic": nic, "siret": f"356000000{nic}", "etablissementSiege": "false"}
        for nic in (f"{number:05d}" for number in range(20_000, 22_600))
    ),
]
SUCCESSIONS = [
    {
        "siretEtablissementPredecesseur": "84231790100010",
        "siretEtablissementSuccesseur": "84231790100028",
        "dateLienSuccession": "2022-01-01",
        "transfertSiege": True,
        "continuiteEconomique": True,
    }
]
