"""Units of time, length, weight, volume, area and warmth by the words for them in several languages, and how much they are."""

import re
from decimal import Decimal

# All their words, folded: 15 "ans" and 15 "years" are the same, 15 "mois" are not.
MEASURES = {
    "year": r"years?|yrs?|ans?|annees?|jahre?[ns]?|jahrige?[mnrs]?|jarigen?|anos?|ann[io]|enn[ei]|jaar|jaren|ani",
    "month": r"months?|mois|monate?[ns]?|mes(?:es)?|mes[ei]|maand(?:en)?|lun[ia]",
    "week": r"weeks?|semaines?|wochen?|semanas?|settiman[ae]|weken|saptaman[ai]",
    "day": r"days?|jours?|journees?|tage?[ns]?|dias?|giorn[io]|dag(?:en)?|zile",
    "hour": r"hours?|hrs?|h|heures?|stunden?|std|horas?|or[ae]|uur|uren",
    "minute": r"minut(?:es?|en?|os?|i)|mins?",
    "second": r"seconde?[ns]?|secondi|sekunden?|segundos?",
    "kilometre": r"km|kilomet(?:re|er|ro)s?n?|chilometri",
    "metre": r"m|met(?:re|er|ro)s?n?|metri",
    "centimetre": r"cm|(?:c|z)entimet(?:re|er|ro)s?n?|centimetri",
    "millimetre": r"mm|mil{1,2}imet(?:re|er|ro)s?n?|millimetri",
    "mile": r"miles?|meilen?|millas?|miglia|milhas?",
    "foot": r"foot|feet|ft",
    "kilogram": r"kg|kilos?|kilogramm?e?[ns]?|kilogramos?|chil[io]|chilogramm[io]|quilos?|quilogramas?",
    "gram": r"g|gramm?e?[ns]?|gramos?|gramm[io]|gramas?",
    "tonne": r"t|tonn?e?[ns]?|toneladas?|tonnellat[ae]",
    "pound-weight": r"lbs?",
    "ounce": r"oz|ounces?|onces|onzas?|unzen?",
    # Not "l" and "ha", which are words.
    "litre": r"lit(?:re|er|ro)s?n?|litri",
    "centilitre": r"cl|(?:c|z)entilit(?:re|er|ro)s?n?|centilitri",
    "millilitre": r"ml|mil{1,2}ilit(?:re|er|ro)s?n?|millilitri",
    "hectare": r"hectares?|hectareas?|hectaren|hektare?n?|ettar[io]",
    "degree": r"degrees?|degres?|grad[ios]?|grados|graus?|graden|grade",
    "celsius": r"celsius",
    "fahrenheit": r"fahrenheit",
}
_MEASURE = tuple((unit, re.compile(words)) for unit, words in MEASURES.items())
_SECONDS = {"second": 1, "minute": 60, "hour": 3600, "day": 86400, "week": 604800, "month": 2629800, "year": 31557600}
_CENTIMETRES = {
    "millimetre": "0.1",
    "centimetre": "1",
    "metre": "100",
    "kilometre": "100000",
    "mile": "160934.4",
    "foot": "30.48",
}
_MILLILITRES = {"millilitre": "1", "centilitre": "10", "litre": "1000"}
_SQUARE_METRES = {"m2": "1", "hectare": "10000", "km2": "1000000"}
_GRAMS = {"gram": "1", "kilogram": "1000", "tonne": "1000000", "pound-weight": "453.59237", "ounce": "28.349523"}
# What each unit measures, and how much of it one is. A month is the twelfth of a year.
FACTORS = {
    unit: (of, Decimal(times))
    for of, units in (
        ("time", _SECONDS),
        ("length", _CENTIMETRES),
        ("weight", _GRAMS),
        ("volume", _MILLILITRES),
        ("area", _SQUARE_METRES),
    )
    for unit, times in units.items()
}
TIMES = frozenset(_SECONDS)
_METRE, _KILOMETRE = (
    r"(?:m|m[eè]t(?:re|er|ro)s?|metri)",
    r"(?:km|kil[oóô]m[eè]t(?:re|er|ro)s?|quil[oô]metros?|chilometr[io])",
)
_SQUARE, _SQUARED = r"(?:square|sq\.?|vierkante)\s?", r"\s(?:carr[eé]s?|cuadrados?|quadrat[io]|quadrados?)"
_AREAS = {
    "km2": rf"{_SQUARE}{_KILOMETRE}|{_KILOMETRE}{_SQUARED}|quadratkilometern?|km²",
    "m2": rf"{_SQUARE}{_METRE}|{_METRE}{_SQUARED}|quadratmetern?|m²",
    "mi2": rf"{_SQUARE}mi(?:les?)?",
    "ft2": rf"{_SQUARE}(?:foot|feet|ft)",
    "m3": rf"cubic {_METRE}|{_METRE}\s(?:cubes?|c[uú]bicos?|cubi)|kubikmetern?|m³",
}
_SPEEDS = {"km/h": r"stundenkilometern?|km/u|kph", "miles/h": r"mph"}
_AREA = [
    (unit, re.compile(rf"(?<![^\W\d_])(?:{words})(?!\w)", re.IGNORECASE)) for unit, words in (_AREAS | _SPEEDS).items()
]
_WARMTH = re.compile(
    r"(?:°|º|\b(?:degrees?|degrés?|grad[ios]?|grados|graus?|graden|grade)\b)\s?(?:(C(?:elsius)?|centígrados)|(F(?:ahrenheit)?))\b"
    r"|(?:(?<=\d)|(?<=\d\s))°(?!\w)"
)

# Words that measure what is not compared here, or multiply, as a quantity's unit has them, by their first letters: kilowatts and
# megabytes, horsepower, karat, points, "times".
_OTHERS = re.compile(
    r"acre|arpe|morg|watt|kilo|mega|giga|tera|quil|hors|chev|pfer|caba|cava|volt|deci|knot|noeu|calo|joul|cara|kara|magn|poin|punt|punk"
    r"|pont|byte|octe|pixe|fois|time|mal|vece|keer|veze|fach|[kmg]wh?|twh|ps|hp|ch|cv|[kmgt][bo]|db|ppm"
)

# What stands behind degrees that are negative without a sign; of "zero" text2num makes 0.
BELOW_ZERO = (
    r"(?:(?:below|bajo|sotto|unter|onder|abaixo de|(?:au-dessous|en dessous) de) (?:zero|zéro|cero|null|nul|0)|negativ[oi]s?)"
    r"(?!\w)"
)


def measure_of(word: str) -> str | None:
    """The unit that a folded word names, such as `year`; None where it names none."""
    return next((unit for unit, words in _MEASURE if words.fullmatch(word)), None)


def is_a_measure(unit: str) -> bool:
    """Whether what a quantity counts is a measure or a multiple, known to us or not: one number may be another in other units."""
    return (
        unit in MEASURES or unit in FACTORS or unit in _AREAS or unit in _SPEEDS or _OTHERS.fullmatch(unit) is not None
    )


def with_warmth_in_words(text: str) -> str:
    """`text` with "27 celsius" for "27°C" and "27 degrees Celsius"."""
    return _WARMTH.sub(lambda found: " celsius " if found[1] else " fahrenheit " if found[2] else " degrees ", text)


def with_areas_in_words(text: str) -> str:
    """`text` with "5000 m2" for "5000 square metres" and "5000 m²", and "50 miles/h" for "50 mph"."""
    for unit, words in _AREA:
        text = words.sub(unit, text)
    return text
