"""When the article of a page came out: what the page states of it, to the day, the month or the year, and nothing else."""

import json

import pytest

from index.formats.html import read_html
from index.formats.shown_days import shown_day

FIRST = "The harbour of Corby was closed on Friday, and the ferries waited outside until the storm had passed."
SECOND = "The mayor said in the evening that nobody had been hurt, and that the bridge would open again on Monday."
BODY = f"<article><h1>The harbour</h1><p>{FIRST}</p><p>{SECOND}</p></article>"
TEASER = "<h3>Older news</h3><time datetime='2018-03-02'>2 March 2018</time> <a href='/old'>The old bridge</a>"


def published(head: str = "", body: str = BODY) -> str | None:
    page = f"<html lang='en'><head><title>The harbour</title>{head}</head><body>{body}</body></html>"
    stated = read_html(page.encode()).metadata.published_at
    return stated.text if stated else None


def meta(name: str, content: str) -> str:
    return f'<meta property="{name}" content="{content}">'


def linked(*nodes: object) -> str:
    """JSON-LD, a script for each."""
    return "".join(f'<script type="application/ld+json">{json.dumps(node)}</script>' for node in nodes)


def article(day: str, url: str | None = None, **more: object) -> dict[str, object]:
    named = {"url": url} if url else {}
    return {"@context": "https://schema.org", "@type": "NewsArticle", "datePublished": day} | named | more


@pytest.mark.parametrize("stated", ["2024", "2024-05", "2024-05-17", "1987-05-17", "1603-03-24"])
def test_a_date_is_as_precise_and_as_old_as_the_page_states_it(stated: str) -> None:
    time = "T23:30:00-07:00" if len(stated) == len("2024-05-17") else ""
    assert published(meta("article:published_time", stated + time)) == stated
    assert published(linked(article(stated + time))) == stated
    assert published(body=BODY.replace("</h1>", f"</h1><time datetime='{stated}{time}'>then</time>")) == stated


def test_a_later_change_is_no_publication() -> None:
    modified = meta("article:modified_time", "2015-02-08")
    assert published(modified + meta("article:published_time", "1987-05-17")) == "1987-05-17"
    assert published(linked(article("1987-05-17", dateModified="2015-02-08"))) == "1987-05-17"
    assert (
        published(modified, BODY.replace("<h1>", "<time itemprop='datePublished' datetime='1987-05'></time><h1>"))
        == "1987-05"
    )


def test_of_json_ld_the_article_of_the_page_is_read_wherever_it_stands() -> None:
    page = {"@type": "WebPage", "datePublished": "2001-01-01"}
    graph = {
        "@context": "https://schema.org",
        "@graph": [page, {"@type": ["Thing", "BlogPosting"], "datePublished": "2024-05-17"}],
    }
    assert published(linked(graph)) == "2024-05-17"
    assert published(linked({"@type": "WebPage", "mainEntity": article("2024-05-17")})) == "2024-05-17"
    assert published(linked([page])) == "2001-01-01"


def test_of_several_articles_in_json_ld_the_one_of_this_address_is_read() -> None:
    here = '<link rel="canonical" href="https://a.example/harbour">'
    other, own = article("2018-03-02", "https://a.example/old"), article("2024-05-17", "https://a.example/harbour/")
    assert published(here + linked(other, own)) == "2024-05-17"
    assert (
        published(
            here + linked(other, article("2024-05-17", mainEntityOfPage={"@id": "https://a.example/harbour#page"}))
        )
        == "2024-05-17"
    )
    assert published(here + linked(other, article("2019-01-01", "https://a.example/older"))) is None
    listed = {"@type": "ItemList", "itemListElement": [{"@type": "ListItem", "item": other}]}
    assert published(linked(listed, {"@type": "WebPage", "hasPart": [other]})) is None


@pytest.mark.parametrize(
    ("before", "behind"),
    [
        ("//<![CDATA[\n", "\n//]]>"),
        ("/*<![CDATA[*/", "/*]]>*/"),
        ("\n/* <![CDATA[ */ ", " /* ]]> */\n"),
        ("<![CDATA[", "]]>"),
        ("<!-- ", " -->"),
        ("<!--\n", "\n//-->"),
    ],
)
def test_json_ld_in_marks_of_cdata_or_of_a_comment_is_read(before: str, behind: str) -> None:
    stated = json.dumps(article("2024-05-17", headline="<!-- a --> b ]]>"))
    assert published(f'<script type="application/ld+json">{before}{stated}{behind}</script>') == "2024-05-17"


@pytest.mark.parametrize(
    "damage", ["{", "[" * 5_000, '{"@graph": 7}', '{"@type": 7, "datePublished": ["2024"]}', "null"]
)
def test_json_ld_that_is_none_states_nothing(damage: str) -> None:
    assert published(f'<script type="application/ld+json">{damage}</script>') is None


@pytest.mark.parametrize(
    "beside",
    [
        f"{BODY}<aside>{TEASER}</aside>",
        f"{BODY}<footer>{TEASER}</footer>",
        f"{BODY}<div class='related-posts'>{TEASER}</div>",
        f"{BODY}<section id='comments'><p>Jo wrote:</p>{TEASER}</section>",
        f"<main>{BODY}</main><div>{TEASER}</div>",
        f"{BODY}<article>{TEASER}</article>",
        BODY.replace("</article>", f"<article class='comment'>{TEASER}</article></article>"),
        BODY.replace("</article>", f"<aside>{TEASER}</aside></article>"),
        BODY.replace("article>", "div>") + f"<aside>{TEASER}</aside><footer>{TEASER}</footer>",
        f"{BODY}<aside><span class='date'>2 March 2018</span></aside>",
        f"{BODY}<aside><span itemprop='datePublished' content='2018-03-02'></span></aside>",
        BODY.replace(FIRST, f"The war ended on <time datetime='1945-05-08'>8 May 1945</time>. {FIRST} {SECOND}"),
    ],
)
def test_the_date_of_something_else_is_none_of_the_article(beside: str) -> None:
    assert published(body=beside) is None


@pytest.mark.parametrize(
    "line",
    [
        "<time datetime='2024-05-17T08:00'>Friday</time>",
        "<time>2024-05-17</time>",
        "<time>17 May 2024</time>",
        "<p>Updated <time datetime='2024-06-01'>1 June</time>, published <time datetime='2024-05-17'>17 May</time></p>",
        "<p class='date'>17 May 2024</p>",
        "<time class='entry-date published' datetime='2024-05-17'>x</time> <time class='updated' datetime='2023-01-01'>y</time>",
    ],
)
def test_the_date_in_the_head_of_the_article_is_read(line: str) -> None:
    assert published(body=BODY.replace("</h1>", f"</h1>{line}")) == "2024-05-17"


HISTORY = "<p>It was first closed on <time datetime='1921-05-05'>5 May 1921</time>.</p>"


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("<header><time datetime='2024-06-02'>2 June</time></header>", "2024-06-02"),
        (
            "<header><time datetime='2024-06-02'>2 June</time> <time datetime='2024-06-01'>1 June</time></header>",
            "2024-06-01",
        ),
        ("<p>By Jo, <time datetime='2024-06-02'>2 June</time></p>", "2024-06-02"),
        ("<time>2 June 2024</time>", "2024-06-02"),
        (HISTORY + "<p>Published on <time class='published' datetime='2024-06-02'>2 June</time></p>", "2024-06-02"),
        (HISTORY + "<div><time datetime='2024-06-02'>2 June</time></div>", "2024-06-02"),
    ],
)
def test_a_day_of_history_in_a_short_paragraph_is_not_the_articles(line: str, day: str) -> None:
    assert published(body=BODY.replace("</h1>", f"</h1>{line}").replace("</article>", f"{HISTORY}</article>")) == day


def test_a_day_in_the_words_of_the_article_is_not_its_date() -> None:
    assert (
        published(body=BODY.replace(SECOND, f"{SECOND} On 2018-03-02 the old bridge had fallen into the river."))
        is None
    )


def test_the_footer_of_the_article_itself_may_tell_its_date() -> None:
    footer = "<footer>Posted on <time datetime='2024-05-17'>17 May</time></footer>"
    assert published(body=BODY.replace("</article>", f"{footer}</article>")) == "2024-05-17"


@pytest.mark.parametrize(
    ("head", "line"),
    [
        ('<meta name="date" content="2024-05">', ""),
        ('<meta name="dc.date.issued" content="2024-05">', ""),
        ("", "<time>2024-05</time>"),
        ("", "<p class='date'>2024-05</p>"),
    ],
)
def test_no_day_is_made_up_for_a_month(head: str, line: str) -> None:
    # The day would be that of the run, and the article another one every day.
    assert published(head, BODY.replace("</h1>", f"</h1>{line}")) in ("2024-05", None)


def test_a_page_that_states_its_date_in_other_words_is_read_too() -> None:
    assert published('<meta name="parsely-pub-date" content="2024-05-17T08:00:00Z">') == "2024-05-17"
    assert published('<link rel="canonical" href="https://a.example/2024/05/17/harbour">') == "2024-05-17"


@pytest.mark.parametrize(
    "shown",
    [
        "Publicado el 4 de mayo de 2023",
        "jueves, 4 de mayo de 2023",
        "4 maggio 2023",
        "Publié le 4 mai 2023 à 10h, mis à jour le 6 juin 2023",
        "Mis à jour le 6 mai 2023, publié le 4 mai 2023",
        "4. Mai 2023, 10:30 Uhr",
        "4 de maio de 2023",
        "4 mei 2023",
        "4 mai. 2023",
        "May 4, 2023",
        "Thursday, May 4th, 2023 at 10:30",
        "Updated June 6, 2023, published May 4, 2023",
        "mayo 4, 2023",
    ],
)
@pytest.mark.parametrize("holder", ["<time>{}</time>", "<p class='date'>{}</p>"])
def test_a_day_shown_to_people_is_read_in_any_of_eight_languages(shown: str, holder: str) -> None:
    assert published(body=BODY.replace("</h1>", f"</h1>{holder.format(shown)}")) == "2023-05-04"


@pytest.mark.parametrize(
    ("shown", "day"),
    [
        *(("1er août 2023", "2023-08-01"), ("12 déc. 2023", "2023-12-12"), ("5 settembre 2023", "2023-09-05")),
        *(
            ("31 février 2023", None),
            ("12 bottles 2023", None),
            ("Mis à jour le 6 mai 2023", None),
            ("1.4 mai 2023", None),
            ("Updated May 21, 2024", None),
            ("Last updated Monday, June 3, 2024", None),
            ("Published Sept. 5, 2024", "2024-09-05"),
            ("Chapter 12 2023", None),
            ("Weather update: 4 May 2023", "2023-05-04"),
            ("Edited by Jo Doe 4 May 2023", "2023-05-04"),
            ("Revista Semana 4 de mayo de 2023", "2023-05-04"),
            ("Modi festeggia: 4 maggio 2023", "2023-05-04"),
            ("Published 10.30, Thu, 4 May 2023", "2023-05-04"),
            ("Ultimo aggiornamento 6 giugno 2024 - Pubblicato 4 maggio 2023", "2023-05-04"),
            ("Letzte Aktualisierung: Mo., 6. Mai 2024 – veröffentlicht am Do., 4. Mai 2023", "2023-05-04"),
        ),
    ],
)
def test_a_day_has_a_month_and_is_of_no_change(shown: str, day: str | None) -> None:
    found = shown_day(shown)
    assert (found and found.text) == day


@pytest.mark.parametrize(
    "shown",
    [
        "Última actualización: 6 de junio de 2024",
        "Actualizado el jueves, 6 de junio de 2024",
        "Ultimo aggiornamento: 6 giugno 2024",
        "Aggiornato giovedì, 6 giugno 2024",
        "Letzte Aktualisierung: 6. Juni 2024",
        "Aktualisiert am Donnerstag, 6. Juni 2024",
        "Aktualisiert: Do., 6. Juni 2024",
        "Bearbeitet am 6. Juni 2024",
        "Laatste update: 6 juni 2024",
        "Última atualização: quinta-feira, 6 de junho de 2024",
        "Mis à jour à 10h30, le 6 juin 2024",
        "Updated: 10.30, 6 June 2024",
        "Updated at 10:30 a.m. EDT, June 6, 2024",
        "Updated: Thu, 6 June 2024",
        "Update: 6 June 2024",
        "Revised 6 June 2024",
        "Corrected 6 June 2024",
    ],
)
@pytest.mark.parametrize("holder", ["<time>{}</time>", "<p class='date'>{}</p>"])
def test_the_day_of_a_change_is_none_of_publication_in_any_language(shown: str, holder: str) -> None:
    changed = holder.format(shown)
    assert shown_day(shown) is None
    assert published(body=BODY.replace("</h1>", f"</h1>{changed}")) is None
    later = holder.format("Publicado: 4 de mayo de 2023")
    assert published(body=BODY.replace("</h1>", f"</h1>{changed}{later}")) == "2023-05-04"


@pytest.mark.parametrize("holder", ["<time>{}</time>", "<p class='date'>{}</p>"])
def test_a_day_in_slashes_is_read_as_the_language_of_the_page_has_it(holder: str) -> None:
    def day(tag: str, shown: str) -> str | None:
        body = BODY.replace("</h1>", f"</h1>{holder.format(shown)}")
        page = f"<html lang='{tag}'><head><title>The harbour</title></head><body>{body}</body></html>"
        stated = read_html(page.encode()).metadata.published_at
        return stated.text if stated else None

    assert [day(tag, "03/05/2024") for tag in ("fr", "en-GB", "en-US")] == ["2024-05-03", "2024-05-03", "2024-03-05"]
    # English alone may be either; where one number is over 12, or both are the same, there is one day only.
    assert [day("en", shown) for shown in ("03/05/2024", "15/03/2024", "03/15/2024", "04/04/2024")] == [
        None,
        "2024-03-15",
        "2024-03-15",
        "2024-04-04",
    ]
