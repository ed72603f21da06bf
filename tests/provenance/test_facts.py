from provenance.facts import fact_name, model_name


def test_facts_are_called_as_their_columns():
    assert str(fact_name("agreements.party", "signatory_name")) == "signatory's name"
    assert str(fact_name("agreements.act", "kind")) == "kind"


def test_facts_that_are_no_columns_have_names():
    assert [str(fact_name("agreements.agreement", fact)) for fact in ("", "since", "kind")] == [
        "the whole record", "year", "form",
    ]  # fmt: skip


def test_what_nobody_knows_stays_as_it_is_written():
    assert str(fact_name("no.model", "some_fact")) == "some fact"
    assert fact_name("nonsense", "x") == "x"
    assert model_name("nonsense") == "nonsense"
    assert str(model_name("agreements.party")) == "party"
