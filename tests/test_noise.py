"""Tests of the noise mask: its score on labelled pages, and small cases by hand."""

import json
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from index.noise import lexicon
from index.noise.mask import NoiseRange, Repeats, find_noise

ROOT = Path(__file__).parents[1]
LABELS = ROOT / "tests" / "data" / "noise"
NONE = Repeats.of([])


@dataclass(frozen=True, slots=True)
class Score:
    """Shares of characters that are not white space, over all pages together."""

    masked: float
    lost: float


def read(path: Path) -> str:
    with path.open(encoding="utf-8", newline="") as file:
        return file.read()


def score(labels: Path, pages: Path) -> Score:
    labelled = json.loads(labels.read_text(encoding="utf-8"))
    texts = {name: read(pages / name) for name in labelled}
    repeats = Repeats.of(texts.values())
    counts = {(labelled_noise, found): 0 for labelled_noise in (True, False) for found in (True, False)}
    for name, text in texts.items():
        truth = covered(len(text), [(item["start"], item["end"]) for item in labelled[name]])
        mask = covered(len(text), [(item.start, item.end) for item in find_noise(text, repeats)])
        for char, is_noise, is_found in zip(text, truth, mask, strict=True):
            if not char.isspace():
                counts[bool(is_noise), bool(is_found)] += 1
    return Score(
        masked=counts[True, True] / (counts[True, True] + counts[True, False]),
        lost=counts[False, True] / (counts[False, True] + counts[False, False]),
    )


def covered(length: int, ranges: list[tuple[int, int]]) -> bytearray:
    mask = bytearray(length)
    for start, end in ranges:
        mask[start:end] = b"\x01" * (end - start)
    return mask


def written_with(accents: str, text: str, ranges: Sequence[NoiseRange]) -> list[tuple[str, str]]:
    return [(unicodedata.normalize(accents, text[item.start : item.end]), item.reason) for item in ranges]


def noise(text: str, repeats: Repeats = NONE) -> list[str]:
    return [text[item.start : item.end] for item in find_noise(text, repeats)]


def test_the_seeds_are_masked_and_kept() -> None:
    result = score(LABELS / "seeds.json", ROOT / "seeds")
    assert result.masked >= 0.98
    assert result.lost <= 0.005


def test_the_tuning_pages_are_masked_and_kept() -> None:
    result = score(LABELS / "tuning.json", LABELS / "tuning")
    assert result.masked >= 0.98
    assert result.lost <= 0.003


def test_the_held_out_pages_are_masked_and_kept() -> None:
    result = score(LABELS / "held_out.json", LABELS / "held_out")
    assert result.masked >= 0.95
    assert result.lost <= 0.01


@pytest.mark.parametrize(
    "path", sorted([*(LABELS / "tuning").glob("*.txt"), *(ROOT / "seeds").glob("*.txt")]), ids=lambda path: path.name
)
def test_letters_apart_from_their_accents_make_no_difference(path: Path) -> None:
    together = unicodedata.normalize("NFC", read(path))
    apart = unicodedata.normalize("NFD", together)
    assert written_with("NFC", apart, find_noise(apart, NONE)) == written_with(
        "NFC", together, find_noise(together, NONE)
    )


@pytest.mark.parametrize("accents", ["NFC", "NFD"])
def test_what_repeats_is_known_however_its_accents_are_written(accents: str) -> None:
    offer = "Téléchargez l’application gratuite du journal dès à présent et économisez 5 €."
    text = unicodedata.normalize(accents, f"Le pont a été fermé hier.\n\n{offer}\n\nIl rouvrira en mai.")
    assert noise(text) == []
    assert noise(text, Repeats.of([text] * 3)) == [unicodedata.normalize(accents, offer)]


def test_a_quoted_call_to_subscribe_is_kept() -> None:
    assert (
        noise("Sur l’affiche, un slogan. « Abonnez-vous à notre newsletter ! », lance le directeur du journal.") == []
    )
    assert noise('The manager smiled. "Sign up to our newsletter," she told every customer at the till.') == []


def test_a_report_about_cookies_is_kept() -> None:
    assert (
        noise("The regulator fined the shop £2m because cookies were stored before visitors gave their consent.") == []
    )


def test_a_refrain_without_any_cue_is_kept() -> None:
    refrain = "Rends-moi la mer, rends-moi le vent, rends-moi les gars d’avant."
    assert noise(f"{refrain}\n\nLa foule chante.\n\n{refrain}\n\nElle recommence.\n\n{refrain}\n") == []


def test_a_sentence_of_three_articles_is_noise_only_with_half_a_cue() -> None:
    boilerplate = "The newsletter of the Brackwater Review goes out from the old printing works every single week."
    quotation = "The company will always put the safety of its models before the speed of their release."
    texts = [f"Report number {number} begins here.\n\n{boilerplate}\n\n{quotation}\n" for number in range(3)]
    assert noise(texts[0], Repeats.of(texts)) == [boilerplate]


def test_a_banner_is_masked_each_of_three_times() -> None:
    banner = "Ce contenu est bloqué car vous n’avez pas accepté les cookies et autres traceurs. Gérer mes choix"
    text = f"Il part. {banner} Elle reste. {banner} Ils reviennent tous. {banner}"
    assert noise(text) == [banner] * 3


def test_article_text_glued_to_a_button_survives() -> None:
    text = "Vous avez refusé les cookies de ce site. Gérer mes choix Néanmoins, son départ soulève des questions."
    assert noise(text) == ["Vous avez refusé les cookies de ce site. Gérer mes choix"]


def test_a_call_glued_to_the_sentence_before_it_is_masked_alone() -> None:
    call = "Get the stories that matter to you: download the app for free."
    assert noise(f"Dredging starts in January.{call} The vessel is due in April.") == [call]


def test_a_related_link_without_a_full_stop_ends_where_the_article_goes_on() -> None:
    text = "Nun wird geprüft. Lesen Sie auch: Diese Brücken gelten als marode Nach Angaben des Landes dauert es."
    assert noise(text) == ["Lesen Sie auch: Diese Brücken gelten als marode"]


def test_an_offer_in_words_of_no_table_is_masked() -> None:
    offer = "Scan the code and try our orchard podcast for free."
    assert noise(f"The harvest begins on Monday. {offer} Pickers are still wanted.") == [offer]


def test_article_text_resumes_behind_a_call_without_a_full_stop() -> None:
    call = "Click here to sign up for our daily newsletter and never miss another story"
    assert noise(f"The road reopened. {call} Mayors of three villages said that they would pay.") == [call]


def test_a_quoted_title_belongs_to_its_link_and_the_sentence_after_it_does_not() -> None:
    link = "Zum Artikel „Risse im Turm: Gutachter geben Entwarnung“"
    text = f"Die Uhr steht. {link} Der Wirt und der Pfarrer zählen die Stunden nun von Hand."
    assert noise(text) == [link]


def test_what_the_name_of_the_byline_opens_behind_the_body_is_a_portrait() -> None:
    body = "“Nothing moved,” said the keeper, who had watched the bay since the storm of 1987 and never left it."
    portrait = "Ada Quill\nOn the staff since 2011, mostly out in the rain."
    text = f"A quiet bay\n\nBy Ada Quill\n\n{body}\n\n{body}\n\n{body}\n\n{portrait}\n\nTags: bay, keeper\n"
    assert noise(text)[0].startswith(portrait)
    assert not any(body in found for found in noise(text))


def test_a_date_label_is_masked_before_the_first_sentence_and_nowhere_else() -> None:
    assert noise(" date 2024-05 Jan Leike était co-dirigeant d’un projet.") == ["date 2024-05"]
    assert noise("date: 2024-05-17\n\nLe projet est arrêté.") == ["date: 2024-05-17"]
    assert noise("Le projet est arrêté à la date 2024-05 et reprendra.") == []
    assert noise("Date 2024-05x est un code.") == []


def test_a_photographer_behind_a_caption_is_kept() -> None:
    text = "The bay at dawn. © Ada Quill\n\nSign up to our newsletter for free.\n\nAll rights reserved.\n"
    assert "©" not in " ".join(noise(text))


@pytest.mark.parametrize(
    "footer",
    [
        "Ricevi questa mail perché sei abbonato. Per cancellarti clicca qui: https://ceramica.example/unsub",
        "Vous recevez ce message car vous êtes inscrit.\n\nPour vous désabonner : https://baie.example/non",
        "you are receiving this because you asked for it.\r\nUnsubscribe: https://bay.example/no",
    ],
)
def test_what_a_mail_says_of_its_sending_below_its_dashes_is_masked(footer: str) -> None:
    body = "The mayor said on Tuesday that the bridge would be closed for at least nine weeks because of the rust."
    assert noise(f"{body}\n\n-- \n{footer}\n") == [f"-- \n{footer}"]


def test_the_signature_of_a_mail_and_what_stands_far_below_dashes_are_kept() -> None:
    body = "The mayor said on Tuesday that the bridge would be closed for at least nine weeks because of the rust."
    assert noise(f"{body}\n\n--\nAda Quill\nKeeper of the bay, 555 02\n") == ["--"]
    # 13 paragraphs of 102 characters and the two line feeds between them are 13 · 104 = 1,352, and 1,200 the most of a footer.
    below = "\n\n".join([body] * 13)
    assert body not in " ".join(noise(f"{body}\n\n--\n{below}\n\nVous recevez ce message car vous êtes inscrit.\n"))


def test_the_lines_of_an_offer_stay_together() -> None:
    body = "The mayor said on Tuesday that the bridge would be closed for at least nine weeks because of the rust."
    offer = "Newsletter\nThe Long Tide\nOne story from the coast, every Friday\nSign up"
    assert "\n".join(noise(f"{body}\n\n{offer}\n\n{body}\n\n{body}\n")) == offer


def test_ranges_are_sorted_disjoint_and_begin_and_end_with_visible_characters() -> None:
    for path in [*sorted((ROOT / "seeds").glob("*.txt")), *sorted((LABELS / "tuning").glob("*.txt"))]:
        text = read(path)
        end = 0
        for item in find_noise(text, NONE):
            assert isinstance(item, NoiseRange)
            assert end <= item.start < item.end
            assert not text[item.start].isspace()
            assert not text[item.end - 1].isspace()
            assert item.why
            end = item.end


def hostile_texts(size: int) -> dict[str, str]:
    """Texts that could keep a search for noise busy for ever, each as much longer as `size` is greater."""
    return {
        "empty": "",
        "blank": " \r\n ",
        "dots": "a. " * (7 * size),
        "words": "word " * (40 * size),
        "brackets": "<" * (30 * size),
        "tags": "<a " * (10 * size),
        "elements": ("<script " + "a" * 100) * size + "</script>" + "a <nav>" * (2 * size),
        "quotes": '"' * (10 * size),
        "guillemets": "« " * (10 * size),
        "calls": "Abonnez-vous " * (4 * size),
        "cookies": "cookies vous " * (4 * size),
        "lines": "x\n" * (10 * size),
        "menu": "Menu | " * (5 * size),
        "resumptions": "Sign up to our app The " * (2 * size) + "end.",
        "titles": "Lire aussi « " * (2 * size),
        "bylines": "Von Anna Bell\n" * (2 * size),
    }


HOSTILE = hostile_texts(2_500)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_text_ends(text: str) -> None:
    assert isinstance(find_noise(text, NONE), tuple)


@pytest.mark.soak
def test_a_hostile_text_four_times_as_long_ends() -> None:
    for text in hostile_texts(10_000).values():
        assert isinstance(find_noise(text, NONE), tuple)


STORY = (
    "The clerk had seen it at once. Nobody in the office believed him at first, and the mayor laughed out loud. "
    "By noon the page was gone. The council met (twice) on Friday and paid for the damage."
)


def test_an_article_about_tags_is_kept_between_their_names() -> None:
    text = f"A boy hid a <script> tag in the comment field.\n\n{STORY}\n\nThe filter looked only for </script> at the end.\n"
    assert noise(text) == ["<script>", "</script>"]
    text = f"A boy hid a <script> tag in the comment field. {STORY} The filter looked only for </script> at the end.\n"
    assert noise(text) == ["<script>", "</script>"]
    text = f"The page began with <nav> and a list.\n\n{STORY}\n\nIt ended with </nav> and a rule.\n"
    assert noise(text) == ["<nav>", "</nav>"]


def test_what_stands_between_signs_is_a_tag_only_with_attributes() -> None:
    assert noise("He wrote that a <b and the price rose in all cities of the country, he said, which made c> d.") == []
    for tag in (
        '<a href="/x" title="He said "no"">',
        "<img alt src=x.png />",
        "<input type=checkbox checked>",
        "<script async src='x.js'>",
        "<video controls>",
        "<div\n  class='x'>",
        '<p :key="a" @click="b" data-x>',
        "<br / >",
        "</p >",
        "<!DOCTYPE html>",
        '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd">',
    ):
        assert noise(f"The harbour was closed {tag} on Friday, and the ferries waited.") == [tag]


@pytest.mark.parametrize(
    "left",
    [
        "<script>ga('send');</script>",
        "<script src='x.js'></script>",
        '<script type="application/ld+json">\n{\n  "@context": "https://schema.org",\n\n  "headline": "Closed"\n}\n</script>',
        "<script>\nvar shop = open('corby');\n\nshop.push({ page: 7 });\n</script>",
        "<style>\n.note { color: red; }\n\n.note p { margin: 0; }\n</style>",
        "<button>Save this story</button>",
        "<nav>\n<ul>\n<li><a href='/'>Home</a></li>\n\n<li><a href='/world'>World</a></li>\n</ul>\n</nav>",
        "<noscript>\n<img src='x.gif' height=1 width=1>\n\n<p>Enable it</p>\n</noscript>",
    ],
)
def test_a_whole_element_that_a_scraper_left_is_masked(left: str) -> None:
    assert "".join(noise(f"The harbour was closed on Friday.\n\n{left}\n\nThe ferries waited outside.\n")) == left


def test_every_cue_of_the_tables_is_a_pattern_though_a_page_compiles_only_those_that_begin_as_its_words_do() -> None:
    cues = [cue for begin_alike in lexicon._index().values() for cue in begin_alike]
    assert len(cues) > 6_000
    for cue in cues:
        assert lexicon._compiled(cue.phrase).match("") is None
