"""What of an article is not shown to the encoder: page noise, and front matter."""

from index.noise.mask import NoiseRange, NoiseReason, find_noise
from index.noise.repeats import Repeats


def mask_article(text: str, matter_end: int, repeats: Repeats) -> tuple[NoiseRange, ...]:
    """The ranges of an article's `text` that are not the article: sorted, disjoint, half-open code points.

    `matter_end` is where its front matter ends, 0 where it has none. Only a text file can have it: what was taken out of a mail
    or a page may begin with a line of dashes too, and there it is the article's own.
    """
    noise = find_noise(text, repeats)
    if not matter_end:
        return noise
    matter = NoiseRange(0, matter_end, NoiseReason.MARKUP, "front matter")
    return (matter, *(piece for piece in noise if piece.start >= matter_end))
