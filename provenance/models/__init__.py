from provenance.models.change import Change, ChangeQuerySet, Epoch
from provenance.models.citation import Citation, CitationQuerySet
from provenance.models.record import Record
from provenance.models.report import ErrorReport

__all__ = ["Change", "ChangeQuerySet", "Citation", "CitationQuerySet", "Epoch", "ErrorReport", "Record"]
