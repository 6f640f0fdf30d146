"""Words of which no value is read are two facts where they cannot say the same, and one where they do in other words."""

import pytest

from rag.values.other_words import say_otherwise


@pytest.mark.parametrize(
    ("one", "other", "language"),
    [
        # Months, weekdays, parts of a year and measures of time.
        ("in September", "in October", "en"),
        ("early next May", "early next June", "en"),
        ("fin mai", "fin juin", "fr"),
        ("on Monday morning", "on Tuesday morning", "en"),
        ("am Montagabend", "am Dienstagabend", "de"),
        ("el lunes", "el martes", "es"),
        ("in the spring", "in the autumn", "en"),
        ("in the second quarter", "in the third quarter", "en"),
        ("last week", "last month", "en"),
        # Fractions and numbers in words.
        ("half of voters", "a quarter of voters", "en"),
        ("two thirds of voters", "three quarters of voters", "en"),
        ("two thirds of voters", "30% of voters", "en"),
        ("ein Drittel der Wähler", "ein Viertel der Wähler", "de"),
        ("un tiers des électeurs", "la moitié des électeurs", "fr"),
        ("half a million people", "half a billion people", "en"),
        ("three and a half years in prison", "eight years in prison", "en"),
        ("3½ years in prison", "eight years in prison", "en"),
        ("dreieinhalb Jahren Haft", "acht Jahren Haft", "de"),
        ("un an et demi de prison", "huit ans de prison", "fr"),
        ("tres años y medio de cárcel", "ocho años de cárcel", "es"),
        ("third place", "fourth place", "en"),
        # About how many.
        ("hundreds of people", "thousands of people", "en"),
        ("Hunderte Menschen", "Tausende Menschen", "de"),
        ("une dizaine de personnes", "une centaine de personnes", "fr"),
        ("decenas de personas", "cientos de personas", "es"),
        ("hundreds of thousands of people", "tens of thousands of people", "en"),
        # The contrary.
        ("guilty of fraud", "not guilty of fraud", "en"),
        ("it did rain", "it didn’t rain", "en"),
        ("coupable", "non coupable", "fr"),
        ("schuldig", "nicht schuldig", "de"),
        ("culpable", "no culpable", "es"),
        # Who is found so is called otherwise, and neither says no but "not".
        ("the jury found Trump guilty of fraud", "the jury found him not guilty of fraud", "en"),
        ("failed to appear and was found guilty", "failed to appear and was not found guilty", "en"),
        ("the measure was rejected", "the measure was not rejected", "en"),
        # One says what the other denies behind a comma.
        ("it was Musk, not Altman, who left", "it was Altman who left", "en"),
        ("a deal, not yet approved by the board", "a deal approved by the board", "en"),
        ("er versprach, nicht zu gehen", "er versprach zu gehen", "de"),
        ("am Sonnabend", "am Sonntag", "de"),
        # What they share says nothing.
        ("The car", "The bus", "en"),
        ("his father", "his mother", "en"),
        ("legal", "illegal", "en"),
        ("le feu", "le gaz", "fr"),
        # The contrary without a "not".
        ("Prices rose sharply", "Prices fell sharply", "en"),
        ("before the vote", "after the vote", "en"),
        ("won the election", "lost the election", "en"),
        ("northern Italy", "southern Italy", "en"),
        ("the north-west of Italy", "the south-west of Italy", "en"),
        ("Die Preise stiegen stark", "Die Preise sanken stark", "de"),
        ("nördlich von Rom", "südlich von Rom", "de"),
        ("Les prix ont augmenté", "Les prix ont baissé", "fr"),
        ("à l’est de Paris", "à l’ouest de Paris", "fr"),
        ("avant le vote", "après le vote", "fr"),
        ("Los precios subieron", "Los precios bajaron", "es"),
        ("en el norte de Italia", "en el sur de Italia", "es"),
        ("because Trump lost the election to Biden", "because Trump won the election against Biden", "en"),
        ("because he lost the election", "because he won the election", "en"),
        ("before the vote on Monday", "after the vote", "en"),
        ("la hausse des prix", "la baisse des prix", "fr"),
        ("in a prison in North Korea", "in a prison in South Korea", "en"),
        ("une ville de la Corée du Nord", "une ville de la Corée du Sud", "fr"),
        ("dans le Nord de la France", "dans le sud de la France", "fr"),
        ("im Norden Italiens", "im Süden Italiens", "de"),
        # Others of like roles.
        ("Anna Roth, head of the safety team", "Ben Kuhn, head of the product team", "en"),
        ("The mayor of Lyon, Grégory Doucet", "The mayor of Lyon, Jean-Michel Aulas", "en"),
        ("Anna Roth of Goldman Sachs", "Ben Kuhn of Goldman Sachs", "en"),
        ("Le directeur financier, Jean Roux", "Le directeur technique, Paul Blanc", "fr"),
    ],
)
def test_words_that_cannot_say_the_same_do_not(one: str, other: str, language: str) -> None:
    assert say_otherwise((one, language), (other, language))
    assert say_otherwise((other, language), (one, language))


@pytest.mark.parametrize(
    ("one", "other", "language"),
    [
        # Both or neither of two contraries, or one said otherwise.
        ("sales grew", "sales increased", "en"),
        ("costs rose and sales fell", "sales fell", "en"),
        ("he resigned after the board met", "the board met before he resigned", "en"),
        ("Roth won against Kuhn", "Kuhn lost to Roth", "en"),
        ("no later than the vote", "before the vote", "en"),
        ("up to 5 percent", "5 percent", "en"),
        ("north-western Italy", "northern Italy", "en"),
        ("the fall of the wall", "the wall", "en"),
        ("c’est la guerre", "la guerre", "fr"),
        ("au plus tard au vote", "avant le vote", "fr"),
        ("este hombre", "el hombre", "es"),
        ("in Norditalien", "im Norden Italiens", "de"),
        ("in Österreich", "Österreich im Westen", "de"),
        # Whoever lost is another than who won, and what rose another than what fell.
        ("because Trump lost the election to Biden", "because Biden won the election against Trump", "en"),
        ("after Germany lost the final to Argentina", "after Argentina won the final against Germany", "en"),
        ("parce que Macron a perdu les élections", "parce que Le Pen a remporté les élections face à Macron", "fr"),
        ("porque el PP ganó las elecciones", "porque el PSOE perdió las elecciones", "es"),
        ("rising costs and lower demand", "falling demand and higher costs", "en"),
        ("falling demand and higher costs", "lower demand and rising costs", "en"),
        ("the fall of the Berlin Wall", "the Berlin Wall's collapse and the rise of freedom", "en"),
        ("parce que l’inflation a baissé", "parce que les prix augmentent", "fr"),
        ("weil die Entscheidung gefallen ist", "weil die Entscheidung Kosten erhöht", "de"),
        # A village west of one place lies north of another; the point in a name says nothing of where a place lies.
        ("in a village west of Kyiv, near Irpin", "in a village near Irpin, north of Kyiv", "en"),
        ("in a prison in western Germany", "in a prison in North Rhine-Westphalia, Germany", "en"),
        ("Jenin in the occupied West Bank", "Jenin, an eastern town in the occupied territory", "en"),
        ("a city in the Middle East", "a city in western Iraq", "en"),
        ("sur une plateforme en mer du Nord", "sur une plateforme en mer, au sud de la Norvège", "fr"),
        ("neben dem Rohr von Nord Stream", "neben dem Rohr im Süden", "de"),
        # Midnight is before dawn.
        ("shortly after midnight on Sunday morning", "before dawn on Sunday morning", "en"),
        ("peu après minuit samedi", "peu avant l’aube samedi", "fr"),
        # Whoever is named here is the same, or may be.
        ("Sam Altman, head of OpenAI", "S. Altman, head of OpenAI", "en"),
        ("Mr Altman, head of OpenAI", "Samuel Altman, head of OpenAI", "en"),
        ("President Joe Biden of the US", "US President Biden", "en"),
        ("the European Union in Brussels", "the EU in Brussels", "en"),
        ("the Prime Minister of Italy", "Giorgia Meloni of Italy", "en"),
        ("Volodymyr Zelensky of Ukraine", "Vladimir Zelenskiy of Ukraine", "en"),
        ("German Chancellor Olaf Scholz", "the chancellor of Germany, Olaf Scholz", "en"),
        ("in September", "this September", "en"),
        ("on Monday", "Monday", "en"),
        ("on Monday", "on Monday evening", "en"),
        ("am Montag", "am Montagabend", "de"),
        ("in the fall", "in the autumn", "en"),
        ("early May", "early to mid-May", "en"),
        # The participle is no summer.
        ("a été tué en hiver", "tué cet hiver", "fr"),
        # 66 of 67, which two thirds are about; 0.5 million are 500,000; half a year are 6 months and 3.5 millions 3,500,000.
        ("two thirds of voters", "66% of voters", "en"),
        ("half a million people fled", "500,000 people fled", "en"),
        ("half a dozen people were hurt", "six people were hurt", "en"),
        ("six months in prison", "half a year in prison", "en"),
        ("dreieinhalb Millionen Menschen", "3,5 Millionen Menschen", "de"),
        ("trois millions et demi de personnes", "3,5 millions de personnes", "fr"),
        ("due milioni e mezzo di persone", "2,5 milioni di persone", "it"),
        ("à 17 h 25", "à 17 h", "fr"),
        ("at 08:30", "at 8:30", "en"),
        ("at five", "at 5", "en"),
        ("9 millions", "neuf millions", "fr"),
        ("hundreds of people died", "700 people died", "en"),
        ("dozens of people", "tens of people", "en"),
        # How a number or a time is meant, what is added, and a step.
        ("no more than five people", "not more than five people", "en"),
        ("not until May", "until May", "en"),
        ("not only fraud but theft", "fraud and theft", "en"),
        ("No. 10 Downing Street", "10 Downing Street", "en"),
        ("le premier pas vers la paix", "premier pas vers la paix", "fr"),
        # The no of what the other does not tell.
        ("by order of the council, which did not want to frighten any visitors", "by order of the council", "en"),
        ("guilty of fraud", "guilty of tax fraud", "en"),
        # One says no, and the other says it in other words or denies something besides.
        (
            "no longer had confidence in his ability to lead OpenAI",
            "lost confidence in his ability to lead OpenAI",
            "en",
        ),
        ("did not pay the fine", "failed to pay the fine", "en"),
        ("it is not clear why he left", "it is unclear why he left", "en"),
        ("il n’avait pas confiance en Altman", "il n’avait plus confiance en Altman", "fr"),
        ("weil er kein Vertrauen mehr hatte", "weil er das Vertrauen verloren hatte", "de"),
        ("no pudo pagar la multa", "fue incapaz de pagar la multa", "es"),
        ("because of safety concerns, not money", "because of safety concerns", "en"),
        ("pour la sécurité, pas pour l’argent", "pour la sécurité", "fr"),
        ("he will leave, not before May", "he will leave in May", "en"),
        ("am Sonnabend", "am Samstag", "de"),
        ("the voter", "the voters", "en"),
    ],
)
def test_what_says_the_same_in_other_words_does(one: str, other: str, language: str) -> None:
    assert not say_otherwise((one, language), (other, language))
    assert not say_otherwise((other, language), (one, language))


def test_months_and_numbers_are_compared_across_languages() -> None:
    assert not say_otherwise(("en septembre", "fr"), ("en septiembre", "es"))
    assert say_otherwise(("en septembre", "fr"), ("en octubre", "es"))
    assert not say_otherwise(("en unos dos o tres meses", "es"), ("en 2 ou 3 mois", "fr"))
