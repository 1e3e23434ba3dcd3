"""`python -m maintain.subset_font SOURCE.ttc`: the texts' Chinese characters as a small font in report/fonts."""

from __future__ import annotations

import sys
from pathlib import Path

from fontTools import subset

from render.fonts import FIRST

ROOT = Path(__file__).parent.parent.parent
FONT = ROOT / "report" / "fonts" / "NotoSerifSC-subset.otf"
SIMPLIFIED = 2  # the place of the font for simplified Chinese in Noto Serif CJK's collection
TEXTS = ["config/claims/article.yaml", "report/*.yml", "report/*/*.j2", "report/*/*.yml", "scripts/render/chinese.py"]
MARKS = "“”‘’…、。,:;()《》·—"


def characters() -> list[str]:
    """The Chinese characters and marks in the texts."""
    texts = "".join(path.read_text(encoding="utf-8") for pattern in TEXTS for path in sorted(ROOT.glob(pattern)))
    return sorted({one for one in texts if ord(one) >= FIRST} | set(MARKS))


def main(source: str) -> None:
    """Write the font with the characters that the texts need."""
    options = subset.Options(font_number=SIMPLIFIED, layout_features=["*"], notdef_outline=True)
    font = subset.load_font(source, options)
    cutter = subset.Subsetter(options)
    cutter.populate(text="".join(characters()))
    cutter.subset(font)
    FONT.parent.mkdir(exist_ok=True)
    subset.save_font(font, str(FONT), options)


if __name__ == "__main__":
    main(sys.argv[1])
