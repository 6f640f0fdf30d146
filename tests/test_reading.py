"""Files to articles: what is read to the byte, what is refused and how, and what is known of an article besides its text."""

import hashlib
import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.article import Article, PartialDate
from index.errors import ArticleError, SettingError
from index.language import detect_article_language, detect_language
from index.metadata import Metadata, read_front_matter, read_sidecar, title_from_text
from index.reading import MAX_FILE_BYTES, Corpus, read_corpus

SEEDS = Path(__file__).resolve().parents[1] / "seeds"
Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """A function that writes one file of the corpus folder and gives the folder."""

    def write_one(name: str, content: str | bytes) -> Path:
        path = tmp_path / "corpus" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return tmp_path / "corpus"

    return write_one


def only(corpus: Corpus) -> Article:
    assert corpus.failures == ()
    assert len(corpus.articles) == 1
    return corpus.articles[0]


def ids(corpus: Corpus) -> list[str]:
    return [article.id for article in corpus.articles]


def reason(corpus: Corpus) -> str:
    """The one failure of a corpus in which the article `good` was read all the same."""
    assert ids(corpus) == ["good"]
    assert len(corpus.failures) == 1
    return corpus.failures[0].reason


def test_the_five_articles_are_read_byte_for_byte() -> None:
    corpus = read_corpus((SEEDS,))
    assert corpus.failures == ()
    assert len(corpus.articles) == 5
    for article in corpus.articles:
        data = (SEEDS / f"{article.id}.txt").read_bytes()
        assert article.text.encode() == data
        assert article.sha256 == hashlib.sha256(data).hexdigest()


@pytest.mark.parametrize(
    ("text", "word", "start"),
    [
        pytest.param("a\r\nb\r\n\r\nword", "word", 8, id="CRLF counts two"),  # a, CR, LF, b, CR, LF, CR, LF
        pytest.param("cafe\u0301 word", "word", 6, id="NFD counts the accent"),  # c a f e ´ and the space
        pytest.param("\ufeffword", "word", 1, id="a byte order mark counts one"),
        pytest.param("20\u00a0% word", "word", 5, id="U+00A0 counts one"),
        pytest.param("20\u202f% word", "word", 5, id="U+202F counts one"),
        pytest.param("a\u200d\u202eb word", "word", 5, id="joiners and direction marks count one"),
        pytest.param("a\rb\u2028c\x0bd word", "word", 8, id="every kind of line break counts one"),
        pytest.param("\U0001f600 word", "word", 2, id="an emoji counts one"),
    ],
)
def test_nothing_of_a_text_is_changed_so_offsets_count_it(write: Write, text: str, word: str, start: int) -> None:
    article = only(read_corpus((write("a.txt", text),)))
    assert article.text == text
    assert article.text[start : start + len(word)] == word


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1))
def test_any_text_comes_back_as_it_was_written(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = tmp_path_factory.mktemp("any") / "a.txt"
    path.write_bytes(text.encode())
    corpus = read_corpus((path,))
    assert [article.text for article in corpus.articles] == ([] if corpus.failures else [text])
    assert not corpus.failures or not text.strip("\ufeff").strip() or text.lstrip("\ufeff").startswith("---")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        pytest.param(b"caf\xe9 noir", "byte 3 (0xe9) is not UTF-8", id="Latin-1"),
        pytest.param(b"abcd\xff", "byte 4 (0xff) is not UTF-8", id="a byte that UTF-8 never has"),
        pytest.param(b"ab\xc3", "byte 2 (0xc3) is not UTF-8", id="cut inside a character"),
        pytest.param(b"a\xed\xa0\x80b", "byte 1 (0xed) is not UTF-8", id="half a surrogate pair"),
        pytest.param(b"\xc0\xafetc", "byte 0 (0xc0) is not UTF-8", id="an overlong slash"),
        pytest.param(b"ab\x00cd", "byte 2 is NUL", id="NUL"),
        pytest.param("abc".encode("utf-16-le"), "byte 1 is NUL", id="UTF-16 without a mark"),
        pytest.param("éa".encode("utf-16"), "byte 3 is NUL", id="UTF-16 with its mark"),  # ff fe e9 00
        pytest.param(b"", "no text in its 0 bytes", id="empty"),
        pytest.param(b" \n\t\r\n", "no text in its 5 bytes", id="white space only"),
        pytest.param("\ufeff \n".encode(), "no text in its 5 bytes", id="byte order mark only"),  # 3 + 1 + 1
    ],
)
def test_a_file_that_is_no_text_is_named_with_the_byte_and_the_rest_is_read(
    write: Write, content: bytes, says: str
) -> None:
    write("good.txt", "A good article.")
    said = reason(read_corpus((write("bad.txt", content),)))
    assert "bad.txt" in said
    assert says in said


def test_a_file_of_100_megabytes_is_refused_unread(write: Write) -> None:
    folder = write("good.txt", "A good article.")
    with (folder / "huge.txt").open("wb") as file:
        file.truncate(100_000_000)
    said = reason(read_corpus((folder,)))
    assert "huge.txt: has 100000000 bytes; at most 20000000 are read" in said


def test_the_largest_file_that_is_read_has_the_stated_size(write: Write) -> None:
    folder = write("good.txt", b"a" * MAX_FILE_BYTES)
    assert ids(read_corpus((folder,))) == ["good"]
    assert "at most" in reason(read_corpus((write("more.txt", b"a" * (MAX_FILE_BYTES + 1)),)))


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads every file")
def test_a_file_that_may_not_be_read_is_named(write: Write) -> None:
    write("good.txt", "A good article.")
    folder = write("closed.txt", "secret")
    (folder / "closed.txt").chmod(0)
    assert "closed.txt: cannot be read" in reason(read_corpus((folder,)))


def test_a_file_name_that_is_not_utf_8_is_refused_and_the_rest_is_read(write: Write) -> None:
    folder = write("good.txt", "A good article.")
    (folder / os.fsdecode(b"caf\xe9.txt")).write_text("An article.")
    said = reason(read_corpus((folder,)))
    assert r"caf\xe9.txt" in said
    assert "the name is not UTF-8" in said


def test_a_folder_whose_name_is_not_utf_8_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / os.fsdecode(b"caf\xe9")
    folder.mkdir()
    (folder / "a.txt").write_text("An article.")
    with pytest.raises(ArticleError, match="the name is not UTF-8"):
        read_corpus((folder,))


def test_an_unknown_ending_is_left_alone_in_a_folder_and_refused_by_itself(write: Write) -> None:
    folder = write("good.txt", "A good article.")
    write("table.csv", "a,b")
    assert ids(read_corpus((folder,))) == ["good"]
    corpus = read_corpus((folder / "table.csv",))
    assert corpus.articles == ()
    assert "table.csv: the ending '.csv' is not read; save the article as .txt, .md" in corpus.failures[0].reason


def test_a_path_that_is_not_there_stops_everything(tmp_path: Path) -> None:
    with pytest.raises(ArticleError, match=r"nowhere does not exist; give a folder, a feed, or a file"):
        read_corpus((tmp_path / "nowhere",))


def test_an_article_is_called_by_its_path_below_the_folder(write: Write) -> None:
    write("2024/mai/leike.txt", "One.")
    write("2024/mai.v2.md", "Two.")
    folder = write("Été.TXT", "Three.")
    assert ids(read_corpus((folder,))) == ["2024/mai.v2", "2024/mai/leike", "Été"]
    assert ids(read_corpus((folder / "2024" / "mai" / "leike.txt",))) == ["leike"]


def test_two_files_of_one_name_are_one_article_and_one_failure(write: Write) -> None:
    write("good.md", "From the .md file.")
    folder = write("good.txt", "From the .txt file.")
    corpus = read_corpus((folder,))
    assert "good.txt: another file is called 'good' already; rename one of them" in reason(corpus)
    assert corpus.articles[0].text == "From the .md file."


def test_the_articles_of_each_path_are_told_apart(write: Write, tmp_path: Path) -> None:
    folder = write("a.txt", "One.")
    (tmp_path / "b.txt").write_text("Two.")
    corpus = read_corpus((folder, tmp_path / "b.txt"))
    assert corpus.roots == {str(folder): ("a",), str(tmp_path / "b.txt"): ("b",)}


def test_hidden_files_and_folders_are_left_alone(write: Write) -> None:
    write(".hidden.txt", "One.")
    write(".git/notes.txt", "Two.")
    write("sub/.cache/notes.md", "Three.")
    assert ids(read_corpus((write("good.txt", "Four."),))) == ["good"]


def test_a_folder_below_a_hidden_one_is_read_when_it_is_named(write: Write) -> None:
    assert ids(read_corpus((write(".hidden/good.txt", "One.") / ".hidden",))) == ["good"]


def test_links_that_lead_out_of_the_folder_are_left_alone(write: Write, tmp_path: Path) -> None:
    folder = write("good.txt", "A good article.")
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "secret.txt").write_text("secret")
    (tmp_path / "corpus-2").mkdir()  # its name begins like the folder's
    (tmp_path / "corpus-2" / "secret.txt").write_text("secret")
    targets = {
        "file": tmp_path / "outside" / "secret.txt",
        "relative": Path("../outside/secret.txt"),
        "up": Path("good.txt/../../outside/secret.txt"),
        "neighbour": Path("../corpus-2/secret.txt"),
        "passwd": Path("/etc/passwd"),
        "nowhere": Path("missing.txt"),
        "itself": Path("itself.txt"),
    }
    for name, target in targets.items():
        (folder / f"{name}.txt").symlink_to(target)
    (folder / "folder").symlink_to(tmp_path / "outside", target_is_directory=True)
    (folder / "loop").symlink_to(folder, target_is_directory=True)
    assert ids(read_corpus((folder,))) == ["good"]


def test_a_link_within_the_folder_is_an_article(write: Write) -> None:
    folder = write("good.txt", "A good article.")
    (folder / "link.txt").symlink_to("good.txt")
    assert ids(read_corpus((folder,))) == ["good", "link"]


def test_a_pipe_in_the_folder_is_left_alone(write: Write) -> None:
    folder = write("good.txt", "A good article.")
    os.mkfifo(folder / "pipe.txt")
    assert ids(read_corpus((folder,))) == ["good"]


def test_the_sidecar_of_the_five_articles_is_used() -> None:
    articles = {article.id: article for article in read_corpus((SEEDS,)).articles}
    assert {article.language for article in articles.values()} == {"fr"}
    daily = articles["003_39c6483f6ba1d766"]
    assert (daily.publisher, daily.published_at) == ("DailyAI", PartialDate.parse("2024-08-06"))
    assert articles["004_c64ec70bde02b880"].published_at == PartialDate.parse("2023-W47")
    assert articles["002_ac924feac852dbf3"].published_at is None
    assert articles["000_23c8fb7656e81c28"].url == (
        "https://www.numerama.com/tech/1744080-quont-ils-vu-deux-dirigeants-dopenai-partent-les-rumeurs-reprennent.html"
    )


def test_the_sidecar_is_used_for_an_article_given_by_itself() -> None:
    assert only(read_corpus((SEEDS / "003_39c6483f6ba1d766.txt",))).publisher == "DailyAI"


def test_a_sidecar_of_a_folder_below_is_used_and_what_one_further_up_states_goes_first(write: Write) -> None:
    write("2024/a.txt", "One.")
    write("2024/articles.toml", "[a]\ntitle = 'Below'\npublisher = 'P'\n[nobody]\ntitle = 'x'")
    folder = write("articles.toml", "['2024/a']\ntitle = 'Above'")
    corpus = read_corpus((folder,))
    assert [(a.id, a.title, a.publisher) for a in corpus.articles] == [("2024/a", "Above", "P")]
    said = [failure.reason for failure in corpus.failures]
    assert said == [f"{folder / '2024'}: the sidecar describes '2024/nobody', and no such article is there"]


def test_a_file_whose_name_comes_from_a_mac_is_called_as_people_type_it(write: Write) -> None:
    write("e\u0301te\u0301.txt", "One.")
    folder = write("articles.toml", "\ufeff['\u00e9t\u00e9']\ntitle = 'Stated'")
    corpus = read_corpus((folder,))
    assert [(article.id, article.title) for article in corpus.articles] == [("\u00e9t\u00e9", "Stated")]
    assert corpus.failures == ()


def test_a_sidecar_beside_a_feed_in_a_folder_below_is_used_for_its_entries(write: Write) -> None:
    page = "<p>The bridge of the town opens on Monday morning, and the mayor comes to see it with all the others.</p>"
    item = f'{{"id": "1", "url": "https://example.org/a", "content_html": "{page}"}}'
    version = "https://jsonfeed.org/version/1.1"
    write("feeds/feed.json", f'{{"version": "{version}", "title": "F", "items": [{item}]}}')
    folder = write("feeds/articles.toml", "['example.org/a']\npublisher = 'P'")
    article = only(read_corpus((folder,)))
    assert (article.id, article.publisher) == ("example.org/a", "P")


def test_a_path_inside_a_folder_that_is_given_too_is_read_once_as_part_of_it(write: Write) -> None:
    write("2024/a.txt", "One.")
    folder = write("b.txt", "Two.")
    for paths in ((folder, folder / "2024"), (folder / "2024" / "a.txt", folder), (folder, folder, folder / "b.txt")):
        corpus = read_corpus(paths)
        assert (ids(corpus), corpus.failures) == (["2024/a", "b"], ())
        assert list(corpus.roots) == [str(folder)]


@pytest.mark.parametrize(
    ("toml", "says"),
    [
        pytest.param("[good]\ntitel = 'x'", "[good]: unknown field 'titel'; the fields are title", id="misspelt"),
        pytest.param("[good]\ntitle = ['x']", "[good]: title: expected text, found a value of type list", id="list"),
        pytest.param("[good]\ntitle = true", "[good]: title: expected text, found True", id="truth value"),
        pytest.param("[good]\ntitle = '  '", "[good]: title: expected text, found '  '", id="blank"),
        pytest.param("good = 3", "[good]: expected a table of title", id="no table"),
        pytest.param("[good]\nlanguage = 'French'", "language 'French' is not a two-letter code", id="language"),
        pytest.param("[good]\npublished_at = 'yesterday'", "published_at: 'yesterday' is not a date", id="no date"),
        pytest.param("[good]\npublished_at = '2024-02-30'", "is not a date in the calendar", id="30 February"),
        pytest.param("[good", "articles.toml cannot be read as TOML", id="no TOML"),
        pytest.param("a = " + "[" * 5_000, "articles.toml cannot be read as TOML", id="5,000 brackets"),
        pytest.param("[other]\ntitle = 'x'", "describes 'other', and no such article is there", id="no such article"),
    ],
)
def test_a_wrong_sidecar_is_named_and_the_articles_are_read_without_it(write: Write, toml: str, says: str) -> None:
    write("good.txt", "A good article.")
    said = reason(read_corpus((write("articles.toml", toml),)))
    assert says in said
    assert "corpus" in said


def test_a_sidecar_in_latin_1_is_named(write: Write) -> None:
    write("good.txt", "A good article.")
    assert "articles.toml cannot be read as TOML" in reason(
        read_corpus((write("articles.toml", b"[good]\ntitle='\xe9'"),))
    )


def test_a_sidecar_states_dates_in_toml_too(write: Write) -> None:
    folder = write("articles.toml", "[a]\npublished_at = 2024-05-15\n[b]\npublished_at = 2024\n['c/d']\ntitle = 'D'")
    stated = read_sidecar(folder)
    assert stated["a"].published_at == PartialDate.parse("2024-05-15")
    assert stated["b"].published_at == PartialDate.parse("2024")
    assert stated["c/d"].title == "D"


def test_front_matter_states_what_is_known_and_stays_in_the_text(write: Write) -> None:
    text = (
        "---\ntitle: Le départ\npublisher: L'Écho\ndate: 2024-05-15\nlang: fr\nurl: https://example.org/a\n"
        "tags: [ia, 3]\ndraft: false\n---\nLe texte.\n"
    )
    article = only(read_corpus((write("a.md", text),)))
    assert article.text == text
    assert (article.title, article.publisher, article.language) == ("Le départ", "L'Écho", "fr")
    assert article.published_at == PartialDate.parse("2024-05-15")
    assert article.url == "https://example.org/a"
    assert text[read_front_matter(text, "a").end :] == "Le texte.\n"


# The last two are Jekyll's, and no moments to YAML.
MOMENTS = ("2024-05-15 23:10:00", "2024-05-15 23:10:00 +0200", "2024-05-15 10:00")


@pytest.mark.parametrize("name", ["published_at", "date"])
@pytest.mark.parametrize("value", ["2024-05", "'2024-05'", "2024-W20", "2024", "2024-05-15", *MOMENTS])
def test_front_matter_dates_have_either_name_and_any_precision(name: str, value: str) -> None:
    stated = read_front_matter(f"---\n{name}: {value}\n---\n", "a").metadata.published_at
    assert stated == PartialDate.parse(value.strip("'").split(" ")[0])


def test_a_sidecar_is_believed_before_front_matter_and_front_matter_before_the_text(write: Write) -> None:
    write("a.md", "---\ntitle: Front\npublisher: Front\n---\nFirst line\n\nText.")
    article = only(read_corpus((write("articles.toml", "[a]\ntitle = 'Side'"),)))
    assert (article.title, article.publisher) == ("Side", "Front")


@pytest.mark.parametrize(
    "matter",
    [
        pytest.param("title: [unclosed", id="a bracket left open"),
        pytest.param("title: a: b", id="two colons"),
        pytest.param("date: 2024-13-45", id="a thirteenth month"),
        pytest.param("x: !!timestamp soon", id="no time"),
        pytest.param("x: !!bool perhaps", id="no truth value"),
        pytest.param("x: !!int ''", id="no number"),
        pytest.param("x: !!python/object/apply:os.system ['true']", id="a Python object"),
        pytest.param("? {a: b}\n: c", id="a mapping as a key"),
        pytest.param("x: " + "[" * 5_000, id="5,000 brackets"),
    ],
)
def test_bad_front_matter_is_a_failure_of_its_own_file(write: Write, matter: str) -> None:
    write("good.txt", "A good article.")
    said = reason(read_corpus((write("bad.md", f"---\n{matter}\n---\nText."),)))
    assert "bad.md: the front matter is not YAML" in said


def test_an_error_in_front_matter_names_the_line_of_the_file(write: Write) -> None:
    write("good.txt", "A good article.")
    # The first is `---`, so a mark that is never closed in the second line of the YAML is in the third of the file.
    said = reason(read_corpus((write("bad.md", "---\ntitle: A\nurl: 'a\n---\nText."),)))
    assert "line 3, column 6" in said


@pytest.mark.parametrize(
    ("matter", "says"),
    [
        pytest.param("title: [a, b]", "title: expected text, found a value of type list", id="list"),
        pytest.param("title: 1.5", "title: expected text, found 1.5", id="fraction"),
        pytest.param("title: 0x" + "F" * 9_000, "found a value of type int", id="a number of 10,000 digits"),
        pytest.param("lang: fr-FR", "bad.md, front matter: lang 'fr-FR' is not a two-letter code", id="language"),
        pytest.param("date: soon", "bad.md, front matter: date: 'soon' is not a date", id="date"),
        # Nine lists of ten, each in the next: written out, the title would have 10^9 entries.
        pytest.param(
            "l0: &l0 x\n" + "\n".join(f"l{i}: &l{i} [{', '.join([f'*l{i - 1}'] * 10)}]" for i in range(1, 10))
            + "\ntitle: *l9",
            "title: expected text, found a value of type list",
            id="a billion laughs",
        ),
    ],
)  # fmt: skip
def test_front_matter_of_the_wrong_kind_is_a_failure_of_its_own_file(write: Write, matter: str, says: str) -> None:
    write("good.txt", "A good article.")
    said = reason(read_corpus((write("bad.md", f"---\n{matter}\n---\nText."),)))
    assert says in said
    assert "bad.md" in said
    assert len(said) < 1_000


@pytest.mark.parametrize(
    "text",
    [
        "---\nA line of dashes, then prose.\n---\nMore.",
        "---\n- a list\n---\nMore.",
        "---\n\n---\nNothing between.",
        "----\ntitle: four dashes\n----\n",
        "Words first\n---\ntitle: not at the head\n---\n",
        "---\ntitle: never closed\n\nText.",
        "--- title: on one line ---",
        "---\ntitle: closed too late\n" + "x\n" * 10_000 + "---\n",
    ],
)
def test_dashes_that_are_no_front_matter_are_text(text: str) -> None:
    matter = read_front_matter(text, "a")
    assert (matter.metadata, matter.end) == (Metadata(), 0)


@pytest.mark.parametrize("head", ["\ufeff---\n", "---\r\n", "---  \n"])
def test_front_matter_is_found_behind_a_mark_and_with_any_line_ends(head: str) -> None:
    matter = read_front_matter(f"{head}title: T\n---\nText", "a")
    assert matter.metadata.title == "T"
    assert matter.end == len(head) + len("title: T\n---\n")


@settings(deadline=None)
@given(st.text(max_size=80))
def test_front_matter_gives_metadata_or_an_article_error(body: str) -> None:
    text = f"---\n{body}\n---\ntext"
    try:
        end = read_front_matter(text, "a").end
    except ArticleError as error:
        assert str(error).startswith("a")  # noqa: PT017  (either outcome is right)
    else:
        assert end == 0 or text[:end].rstrip().endswith("---")


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("fr", "Deux dirigeants ont quitté l’entreprise cette semaine, et les rumeurs reprennent."),
        ("en", "Two leaders left the company this week, and the rumours are starting again."),
        ("de", "Zwei Führungskräfte haben das Unternehmen diese Woche verlassen."),
        ("es", "Dos directivos dejaron la empresa esta semana y vuelven los rumores."),
        ("fr", "POURQUOI JAN LEIKE A-T-IL DÉMISSIONNÉ ?"),
        # A name from elsewhere stands in the question.
        ("de", "Wer ist Padraig Lunn?"),
        ("de", "was sagt Rosa Delgado"),
        ("fr", "Qui est Helen Ostrander ?"),
        ("en", "Who is Julián Aramburu?"),
        ("es", "¿Por qué se fue Ingrid Falk?"),
        ("en", "Quite a few of them resigned."),
        # In other letters than these four are written in, whatever names stand there in Latin ones.
        ("ru", "Почему OpenAI уволила Sam Altman?"),
        ("zh", "OpenAI的CEO是谁？"),
        ("ja", "佐藤健一氏はなぜ辞任したのか?"),
        ("ar", "كم موظفًا يعمل في الفرع؟"),
        ("ko", "왜 창업자가 해임되었나?"),
        ("en", "Tell me about 陈志远"),
        ("fr", "Poutine dit « нет »."),
        # By the word that it asks with, or by letters that no word of the four has.
        ("pl", "Dlaczego helikopter został uziemiony?"),
        ("tr", "Ayşe Demir neden istifa etti?"),
        ("sv", "Varför lades vindkraftsparken ned?"),
        ("fi", "Miksi tehdas suljetaan?"),
        ("id", "Mengapa ketua koperasi diganti?"),
        ("vi", "Công ty mất hợp đồng vì lý do gì?"),
        ("da", "Hvorfor gik direktøren?"),
        ("en", "What did Dvořák write?"),
        # A name in other letters, or one that is written small, is but a name.
        ("en", "Is 陈志远 guilty?"),
        ("en", "Tell me about 北京大学"),
        ("en", "DID THE β VARIANT SPREAD?"),
        ("fr", "Le président erdoğan a-t-il démissionné ?"),
        ("de", "ist der škoda teuer?"),
        ("ro", "De ce şcoala din Iaşi a fost închisă?"),  # as ş is typed for ș
        # What begins questions in several languages, or no question at all.
        ("no", "Hvordan gikk det med broen?"),
        ("sk", "Kto postavil most?"),
        ("sl", "Kdo je župan Ljubljane?"),
        ("pt", "Vem o Papa a Fátima?"),
        ("da", "Hvad skete der neden for broen?"),
        ("fr", "Ile de Ré : que s’est-il passé ?"),
        ("en", "Comment on Putin's speech"),
        ("en", "12 345 — !"),  # nothing to tell a language by
        ("en", ""),
    ],
)
def test_the_language_of_a_sentence_is_told(language: str, sentence: str) -> None:
    assert detect_language(sentence) == language


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ru", "Мост открыли в понедельник утром, и мэр пришёл посмотреть на него вместе со многими жителями."),
        (
            "pl",
            "Dwóch dyrektorów opuściło w tym tygodniu firmę, a plotki znów się zaczynają. Most otwarto w poniedziałek rano, "
            "a burmistrz przyszedł go zobaczyć.",
        ),
        ("zh", "大桥于周一上午开放，市长前来参观。河水在星期三上涨，村民离开家园，学校也关闭了。"),
        (
            "sv",
            "Bron öppnades på måndagsmorgonen och borgmästaren kom för att se den. Två chefer har lämnat företaget i veckan, "
            "och ryktena börjar igen.",
        ),
        ("it", "Il ponte è stato aperto lunedì mattina e il sindaco è venuto a vederlo insieme a molti cittadini."),
        ("pt", "A ponte foi aberta na segunda-feira de manhã e o presidente da câmara veio vê-la com muitos cidadãos."),
        ("nl", "De brug werd maandagochtend geopend en de burgemeester kwam kijken, samen met veel inwoners. Twee bestuurders."),
        ("ro", "Podul a fost deschis luni dimineața, iar primarul a venit să îl vadă împreună cu mulți locuitori."),
        ("fr", "Une phrase."),  # too short for any other than the eight
        ("ru", "Мост открыли утром."),  # but in letters that none of the eight is written in
        ("zh", "大桥于周一上午开放。"),
        ("ar", "فتح الجسر."),
        ("hi", "राम ने किताब खोली।"),
        ("el", "Η γέφυρα άνοιξε."),
        ("fr", "Poutine dit « нет »."),
    ],
)  # fmt: skip
def test_the_language_of_an_article_is_any_that_shows_plainly(write: Write, language: str, text: str) -> None:
    assert only(read_corpus((write("a.txt", text),))).language == language


def test_no_article_of_the_stories_is_taken_for_another_language() -> None:
    stories = sorted((SEEDS.parent / "eval" / "stories").glob("*/*.txt"))[::25]
    assert len(stories) > 50
    told = {detect_article_language(path.read_text("utf-8")) for path in stories}
    assert told == {"de", "en", "es", "fr"}
    wrong = [path for path in stories if detect_article_language(t := path.read_text("utf-8")) != detect_language(t)]
    assert wrong == []


def test_the_language_is_that_of_the_text_and_not_of_the_front_matter(write: Write) -> None:
    matter = "---\npublisher: The Daily News of the United Kingdom\nsummary: What the people are saying about it\n---\n"
    text = matter + "Deux dirigeants ont quitté l’entreprise, et les rumeurs reprennent."
    assert only(read_corpus((write("a.md", text),))).language == "fr"


def test_a_title_is_the_first_paragraph_on_one_line() -> None:
    assert title_from_text("\ufeff\n\n# Le  grand\u00a0départ \n\nTexte.") == "Le grand départ"
    assert title_from_text(" \n") == "Untitled"


def test_a_long_title_is_cut_at_a_word() -> None:
    # 13 times "abcdefgh " is 117 characters; the cut at 120 falls into the fourteenth word, so 13 words stay.
    title = title_from_text("abcdefgh " * 30)
    assert title == " ".join(["abcdefgh"] * 13) + " …"
    assert title_from_text("a" * 200) == "a" * 120 + " …"


def test_an_article_says_its_checksum_and_stated_language(write: Write) -> None:
    write("x/y.txt", b"abc")
    article = only(read_corpus((write("articles.toml", "['x/y']\nlanguage = 'ro'"),)))
    # The first test vector of FIPS 180-2.
    assert article.sha256 == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert (article.id, article.language, article.title) == ("x/y", "ro", "abc")


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2024", date(2024, 1, 1), date(2024, 12, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),  # a leap year
        ("2023-02", date(2023, 2, 1), date(2023, 2, 28)),
        ("2024-12", date(2024, 12, 1), date(2024, 12, 31)),
        ("9999-12", date(9999, 12, 1), date(9999, 12, 31)),  # the last month that Python counts
        ("2024-08-06", date(2024, 8, 6), date(2024, 8, 6)),
        ("2023-W47", date(2023, 11, 20), date(2023, 11, 26)),  # 20 November 2023 was a Monday
        ("2024-W01", date(2024, 1, 1), date(2024, 1, 7)),
        ("2020-W53", date(2020, 12, 28), date(2021, 1, 3)),  # a week of two years
        ("2025-W01", date(2024, 12, 30), date(2025, 1, 5)),
    ],
)
def test_a_date_means_the_days_it_can_mean(text: str, first: date, last: date) -> None:
    parsed = PartialDate.parse(text)
    assert (parsed.text, parsed.first, parsed.last) == (text, first, last)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "24",
        "2024-5",
        "2024-13",
        "2024-00",
        "2024-02-30",
        "2023-02-29",
        "0000",
        "2024-W00",
        "2024-W53",
        "2024W20",
        "2024-W20-1",
        "2024/05/15",
        "15-05-2024",
        "2024-05-15T10:00",
        " 2024",
        "2024\n",
        "２０２４",
        "hier",
        "9999-W52",
    ],
)
def test_what_is_no_date_is_refused_with_its_text(text: str) -> None:
    with pytest.raises(SettingError) as caught:
        PartialDate.parse(text)
    assert repr(text) in str(caught.value)


@settings(deadline=None)
@given(st.from_regex(r"\d{4}(-\d{2}(-\d{2})?|-W\d{2})?", fullmatch=True) | st.text(max_size=12))
def test_a_date_is_read_in_order_or_refused(text: str) -> None:
    try:
        parsed = PartialDate.parse(text)
    except SettingError:
        return
    assert parsed.first <= parsed.last
    assert (parsed.last - parsed.first).days <= 365
