"""What of an article is not shown to the encoder: page noise, and front matter."""

from index.article import Article
from index.metadata import read_front_matter
from index.noise.mask import NoiseRange, NoiseReason, find_noise
from index.noise.repeats import Repeats


def mask_article(article: Article, repeats: Repeats) -> tuple[NoiseRange, ...]:
    """The ranges of `article.text` that are not the article: sorted, disjoint, half-open code points."""
    matter_end = read_front_matter(article.text, article.id).end
    noise = find_noise(article.text, repeats)
    if not matter_end:
        return noise
    matter = NoiseRange(0, matter_end, NoiseReason.MARKUP, "front matter")
    return (matter, *(piece for piece in noise if piece.start >= matter_end))
