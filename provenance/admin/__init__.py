from provenance.admin.change import ChangeAdmin
from provenance.admin.citation import CitationAdmin

__all__ = ["ChangeAdmin", "CitationAdmin"]
