"""Forms for packs."""

from .contents import ContentsForm, WordsForm
from .packs import PackForm, SettleForm
from .reviewing import NoteForm

__all__ = ["ContentsForm", "NoteForm", "PackForm", "SettleForm", "WordsForm"]
