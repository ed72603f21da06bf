import pytest

from agreements.twinnings.names import clean_alias, clean_name, clean_person, names_district, visible_text


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Skopje", "Skopje"),
        ("Сарај", "Сарај"),
        ("Medford (Oregon){{!}}Medford", "Medford"),
        ("[[Tirana|Tirana, Albania]]", "Tirana, Albania"),
        ("[[Tirana]]", "Tirana"),
        ("{{flagicon|AL}} Tirana<ref>page 3</ref>[12]", "Tirana"),
        ("''Tuz''", "Tuz"),
        ("Perth &amp; Kinross", "Perth & Kinross"),
        ("Perth &amp;amp; Kinross", "Perth & Kinross"),
        ("Granada\u200e", "Granada"),
        ("Staryj  Sambir\n", "Staryj Sambir"),
        ("Ke\u0308rc\u0327ove\u0308", "Kërçovë"),
        ("Villenave d`Ornon", "Villenave d'Ornon"),
        ("L´Étrat", "L'Étrat"),
        ("Newham ( London)", "Newham (London)"),
        ("Ober-Savo-Gebiet,", "Ober-Savo-Gebiet"),
        ("Halle (Saale)", "Halle (Saale)"),
        ("OsterodeamHarz (Kreis) (Osterode am Harz, Stadt)", "Osterode am Harz (Kreis)"),
        ("BadDürkheim (Kreis) (Bad Dürkheim, Stadt)", "Bad Dürkheim (Kreis)"),
        ("StadtverbandSaarbrücken (Kreis) (Saarbrücken)", "Stadtverband Saarbrücken (Kreis)"),
        ("Main-Taunus- (Kreis) (Hofheim am Taunus, Kreisstadt)", "Main-Taunus-Kreis"),
        ("Rhein-Sieg-Kreis (Kreis)", "Rhein-Sieg-Kreis"),
        ("Oberhavel, Kreis (Kreis) (Oranienburg, Stadt)", "Oberhavel (Kreis)"),
        ("McAllen", "McAllen"),
        ("Ramat HaSharon", "Ramat HaSharon"),
    ],
)
def test_a_name_is_shown_without_what_is_not_part_of_it(written, shown):
    assert clean_name(written) == shown


@pytest.mark.parametrize("written", ["", " ", "Q1030610", "12", "—", "{{Tuz", "[[Tuz", "<b", "a=b", "https://tuz.me"])
def test_what_is_no_name_is_not_shown(written):
    assert clean_name(written) is None


@pytest.mark.parametrize(
    ("written", "alias"),
    [
        ("Schnals", "Schnals"),
        ("Córdoba, Bolívar", "Córdoba"),
        ("Jicin (Jitschin)", "Jicin"),
        ("Medford (Oregon){{!}}Medford", "Medford"),
        ("(Kreis)", None),
        ("Saint Cyr .´Ecole", None),
        ("{{Tuz", None),
        ("A", None),
    ],
)
def test_an_alias_is_the_name_without_its_qualifier(written, alias):
    assert clean_alias(written) == alias


@pytest.mark.parametrize(
    ("written", "person"),
    [
        ("Edi Rama", "Edi Rama"),
        ("George G. Siebels, Jr.", "George G. Siebels, Jr."),
        ("Joseph Long[11]", "Joseph Long"),
        ("Gerry McGeer †", "Gerry McGeer"),
        ("Jack Taylor (Arizona politician", "Jack Taylor"),
        ("James Reilly (2nd time)", "James Reilly"),
        ("Joseph Seawell (c.1809-1883)[1]", "Joseph Seawell"),
        ("Dr. Roderick Lathrop (R.L.) Dodge", "Dr. Roderick Lathrop (R.L.) Dodge"),
        ("", None),
        ("Unknown name", None),
        ("vacant", None),
        ("President of the Commission", None),
        ("In 1863 the city government ceased operations.", None),
    ],
)
def test_a_person_is_named_without_footnotes_and_qualifiers(written, person):
    assert clean_person(written) == person


@pytest.mark.parametrize(
    ("name", "is_district"),
    [
        ("Osterode am Harz (Kreis)", True),
        ("Hochtaunuskreis", True),
        ("Slubice, Landkreis", True),
        ("Jaroslaw (Landkreis)", True),
        ("Miami-Dade County", True),
        ("Kaliningrad Oblast", True),
        ("Dep. Creuse", True),
        ("Przemęt, Greater Poland Voivodeship", False),
        ("Wiesen (Provinz Bozen)", False),
        ("Neath Port Talbot County Borough", False),
        ("Vilnius District Municipality", False),
        ("Ried im Innkreis", False),
        ("Raon-l'Étape", False),
        ("Depok", False),
    ],
)
def test_a_district_is_told_by_its_name(name, is_district):
    assert names_district(name) is is_district


def test_visible_text_keeps_the_joiners_that_scripts_need():
    assert visible_text("می\u200cبد \u202eabc\u202c") == "می\u200cبد abc"
