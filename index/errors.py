"""Every error of this package.

The root is called CorpusError because Python already has an IndexError:

CorpusError
├── ArticleError            one article cannot be read; the rest of the corpus is indexed
│   └── FormatError         a file of a known format has no article that can be taken out of it
│       └── NoTextError     nothing is wrong with it, and it holds no text of an article
├── EncoderError
│   ├── EncoderNotFoundError
│   └── EncoderFileError
├── GenerationError
│   ├── NoGenerationError
│   ├── DamagedGenerationError
│   ├── MismatchedGenerationError
│   ├── GenerationGoneError
│   ├── UnreadableStoreError
│   └── UnwritableStoreError
│       └── BusyStoreError
└── SettingError
"""


class CorpusError(Exception):
    """Anything that goes wrong between an article and a passage."""


class ArticleError(CorpusError):
    """One article cannot be read; its message names the file and, where there is one, the byte."""


class FormatError(ArticleError):
    """No article can be taken out of a file: it is damaged, hostile or too large; names the file, and says what to do."""


class NoTextError(FormatError):
    """Nothing is wrong with a file, feed or entry, and it holds no text of an article; says where the text may be had."""


class EncoderError(CorpusError):
    """The encoder cannot be used."""


class EncoderNotFoundError(EncoderError):
    """The encoder's file or folder is not where it should be."""


class EncoderFileError(EncoderError):
    """The encoder's file is there and is not what it should be."""


class GenerationError(CorpusError):
    """An index on disk cannot be used."""


class NoGenerationError(GenerationError):
    """There is no index yet."""


class DamagedGenerationError(GenerationError):
    """What is stored is cut short, does not have the checksum it should have, or does not fit together."""


class MismatchedGenerationError(GenerationError):
    """The index was made with another format, encoder or chunking than the one in use."""


class GenerationGoneError(GenerationError):
    """A generation is asked for a passage that has been taken out of the store since; ask the current one again."""


class UnreadableStoreError(GenerationError):
    """What is stored cannot be looked at now, as where its folder may not be entered."""


class UnwritableStoreError(GenerationError):
    """Nothing can be written now: the disk is full, the folder is read-only, or another process is writing."""


class BusyStoreError(UnwritableStoreError):
    """Another process has been writing for longer than may be waited; nothing is wrong, and later it will do."""


class SettingError(CorpusError):
    """A value given to this package lies outside what it takes."""
