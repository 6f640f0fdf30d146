"""What tests of the reader's training share: short passages, and pools as small as the made-up question sets are."""

from rag.reader.lengths import Lengths

SMALL_POOL = 192
LENGTHS = Lengths(shortest=8, short=24, longest=64, long_share=0.3)
