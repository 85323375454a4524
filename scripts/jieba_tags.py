"""Writes pipeline/text/jieba_tags.bin from the dictionary of the jieba that is installed.

python scripts/jieba_tags.py
"""

from pipeline.text.segmentation import segmenter
from pipeline.text.tags import PREPARED, read_tags, written

if __name__ == "__main__":
    PREPARED.write_bytes(written(read_tags(segmenter())))
