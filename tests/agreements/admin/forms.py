"""What a browser would send: the fields of a page's form as they stand, changed by keyword."""

from html.parser import HTMLParser


class Fields(HTMLParser):
    """The fields of the form with this id (of the whole page without one), as a browser submits them."""

    def __init__(self, form: str | None):
        super().__init__()
        self.form, self.inside, self.data = form, form is None, {}
        self.select = self.textarea = None

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "form" and self.form is not None:
            self.inside = attrs.get("id") == self.form
        if not self.inside or "disabled" in attrs:
            return
        name = attrs.get("name")
        if tag == "input" and name and attrs.get("type") not in {"submit", "file"}:
            if attrs.get("type") not in {"checkbox", "radio"} or "checked" in attrs:
                self.data[name] = attrs.get("value", "on" if attrs.get("type") == "checkbox" else "")
        elif tag == "select" and name:
            self.select = name
            self.data.setdefault(name, "")
        elif tag == "option" and self.select and "selected" in attrs:
            self.data[self.select] = attrs.get("value", "")
        elif tag == "textarea" and name:
            self.textarea, self.data[name] = name, ""

    def handle_endtag(self, tag):
        if tag == "select":
            self.select = None
        elif tag == "textarea":
            self.textarea = None
        elif tag == "form" and self.form is not None:
            self.inside = False

    def handle_data(self, data):
        if self.textarea:
            self.data[self.textarea] += data


def filled(client, page: str, form_id: str | None, /, **changes) -> dict:
    """What posting the form as it stands would send, with these changes; `__prefix__` rows are not sent."""
    opened = client.get(page)
    assert opened.status_code == 200, (page, opened.status_code)
    parser = Fields(form_id)
    parser.feed(opened.content.decode())
    data = {name: value for name, value in parser.data.items() if "__prefix__" not in name}
    # A browser's text area swallows the line break that follows its tag.
    data = {name: value.removeprefix("\r\n").removeprefix("\n") for name, value in data.items()}
    # And it sends the others as CR LF, whatever they were.
    data = {name: value.replace("\r\n", "\n").replace("\n", "\r\n") for name, value in data.items()}
    return {**data, **changes}


def problems(answer) -> str:
    """All that a page that came back complains of."""
    context = answer.context
    told = [str(context["adminform"].form.errors)]
    for inline in context["inline_admin_formsets"]:
        told += [str(inline.formset.errors), str(inline.formset.non_form_errors())]
    return " ".join(told)
