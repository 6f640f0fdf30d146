"""The tables of a collection. Every row ends in a checksum over its other values; see index/row_sums.py."""

FORMAT_VERSION = 3  # raised whenever a table changes; 1 was a folder of files

# The columns of each table in order, without the checksum.
COLUMNS = {
    "meta": ("name", "value"),
    "steps": ("id", "before", "articles"),
    "revisions": ("id", "article_id", "sha256", "valid_from", "valid_until", "text"),
    "articles": (
        "id", "revision", "sha256", "title", "language", "publisher", "published_at", "url", "root", "changed_at"
    ),
    "originals": ("article_id", "media_type", "anchors", "data"),
    "shingles": ("article_id", "data"),
    "vectors": ("id", "made_from", "pooled"),
    "tokens": ("id", "made_from", "units", "scales", "data"),
    "chunks": (
        "id", "article_id", "place", "name", "begins", "ends", "heading", "sentences", "terms", "vector", "made_from"
    ),
}  # fmt: skip

# Tables with few or no large values have no hidden row numbers: then the order of their rows is their key's.
SCHEMA = (
    "CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL, checksum BLOB NOT NULL) STRICT, WITHOUT ROWID",
    "CREATE TABLE steps (id INTEGER PRIMARY KEY, before TEXT NOT NULL UNIQUE, articles TEXT, checksum BLOB NOT NULL)"
    " STRICT",
    "CREATE TABLE revisions (id INTEGER PRIMARY KEY, article_id TEXT NOT NULL, sha256 TEXT NOT NULL,"
    " valid_from TEXT NOT NULL, valid_until TEXT, text TEXT NOT NULL, checksum BLOB NOT NULL) STRICT",
    "CREATE INDEX revisions_of_article ON revisions (article_id)",
    "CREATE TABLE articles (id TEXT PRIMARY KEY, revision INTEGER NOT NULL REFERENCES revisions (id),"
    " sha256 TEXT NOT NULL, title TEXT NOT NULL, language TEXT NOT NULL, publisher TEXT, published_at TEXT, url TEXT,"
    " root TEXT, changed_at TEXT NOT NULL, checksum BLOB NOT NULL) STRICT, WITHOUT ROWID",
    "CREATE INDEX articles_by_revision ON articles (revision)",
    "CREATE TABLE originals (article_id TEXT PRIMARY KEY REFERENCES articles (id), media_type TEXT NOT NULL,"
    " anchors TEXT NOT NULL, data BLOB NOT NULL, checksum BLOB NOT NULL) STRICT",
    "CREATE TABLE shingles (article_id TEXT PRIMARY KEY REFERENCES articles (id), data BLOB NOT NULL,"
    " checksum BLOB NOT NULL) STRICT",
    "CREATE TABLE vectors (id INTEGER PRIMARY KEY, made_from TEXT NOT NULL UNIQUE, pooled BLOB NOT NULL,"
    " checksum BLOB NOT NULL) STRICT",
    "CREATE TABLE tokens (id INTEGER PRIMARY KEY REFERENCES vectors (id), made_from TEXT NOT NULL,"
    " units BLOB NOT NULL, scales BLOB NOT NULL, data BLOB NOT NULL, checksum BLOB NOT NULL) STRICT",
    "CREATE TABLE chunks (id INTEGER PRIMARY KEY, article_id TEXT NOT NULL REFERENCES articles (id),"
    " place INTEGER NOT NULL, name TEXT NOT NULL, begins INTEGER NOT NULL, ends INTEGER NOT NULL, heading TEXT,"
    " sentences TEXT NOT NULL, terms TEXT NOT NULL, vector INTEGER NOT NULL REFERENCES vectors (id),"
    " made_from TEXT NOT NULL, checksum BLOB NOT NULL, UNIQUE (article_id, place)) STRICT",
    "CREATE INDEX chunks_by_vector ON chunks (vector)",
)
