from provenance.models.change import Change, ChangeQuerySet, Epoch
from provenance.models.citation import Citation, CitationQuerySet
from provenance.models.record import Record

__all__ = ["Change", "ChangeQuerySet", "Citation", "CitationQuerySet", "Epoch", "Record"]
