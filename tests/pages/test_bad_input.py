"""Whatever a stranger sends gets a page of the site's own, never a failure."""

import pytest

from tests.factories import make_field, make_joint_project, make_mayor, make_network, make_practice

VALUES = [
    "%00",
    "a%00b",
    "%ff",
    "%c3%28",
    "%",
    "%zz",
    "%ed%a0%80",
    "%F0%9F%98%80",
    "99999999999999999999999999999999",
    "-1",
    "0",
    "1.5",
    "1e400",
    "NaN",
    "Infinity",
    "0x10",
    "%D9%A1%D9%A9",
    "0000-00-00",
    "9999-99-99",
    "0001-01-01",
    "10000-01-01",
    "1999-02-30",
    "'",
    '"%3E%3Cscript%3Ealert(1)%3C/script%3E',
    "..%2f..%2fetc%2fpasswd",
    "%27%20OR%201=1--",
    "%7B%7B7*7%7D%7D",
    "(",
    "a%20%26%20%7C%20!%20b:*",
    "\\",
    "+",
    "%20",
    "%25",
    "%E2%80%AE",
    "x" * 1000,
]
LISTS = {
    "/en/agreements/": [
        "q", "municipality", "country", "form", "field", "status", "yearFrom", "yearTo", "asOf", "sort", "limit",
        "after", "before",
    ],
    "/mk/municipalities/": ["q", "country", "member", "sort", "limit", "after", "before"],
    "/sq/joint-projects/": ["q", "municipality", "country", "status", "field", "sort", "limit", "after"],
    "/en/mayors/": ["q", "municipality", "country", "sort", "limit", "after", "before", "asOf"],
    "/mk/good-practices/": ["q", "municipality", "country", "field", "sort", "after", "asOf"],
    "/sq/fields/": ["asOf"],
    "/en/networks/": ["asOf"],
    "/en/municipalities/compare/": ["one", "other", "asOf"],
}  # fmt: skip


@pytest.mark.parametrize("value", VALUES)
def test_any_value_of_any_parameter_gets_a_page(client, agreement, saraj, value):
    make_joint_project(saraj)
    found = {(path, key): client.get(f"{path}?{key}={value}") for path, keys in LISTS.items() for key in keys}
    pages = [
        f"agreements/{agreement.number}/",
        f"municipalities/{saraj.uid}/",
        f"mayors/{make_mayor(saraj).uid}/",
        f"good-practices/{make_practice(saraj).uid}/",
        f"fields/{make_field().code}/",
        f"networks/{make_network().uid}/",
    ]
    found |= {(path, "asOf"): client.get(f"/en/{path}?asOf={value}") for path in pages}
    wrong = {
        place: response.status_code for place, response in found.items() if response.status_code not in (200, 400, 404)
    }
    assert wrong == {}
    assert all("<script>alert" not in response.content.decode() for response in found.values())


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("limit=-1", 400),
        ("limit=9", 400),
        ("limit=two", 400),
        ("limit=101", 400),
        ("limit=99999999999999999999", 400),
        ("limit=100", 200),
        ("limit=", 200),
        ("after=x", 400),
        ("before=x", 400),
        ("after=&before=", 200),
        ("page=2", 200),
        ("asOf=9999-99-99", 400),
        ("asOf=0001-01-01", 400),
        ("yearFrom=99999999999999999999", 400),
        ("yearFrom=abc", 400),
        ("status=nonsense", 400),
        ("form=twinning&form=nonsense", 400),
        ("form=twinning&form=friendship", 200),
        ("country=XYZ", 400),
        ("country=mk", 200),
        ("sort=nonsense", 400),
        ("field=nonsense", 400),
        ("q=a&q=b", 200),
        ("q[]=a", 200),
        ("unknown=1&unknown=2", 200),
        ("q=" + "x" * 201, 400),
        ("q=" + "x" * 8192, 400),
        ("q=%00", 400),
        ("q=%ff", 400),
        ("%00=1", 400),
    ],
)
def test_list_tells_wrong_values_from_unknown_parameters(client, agreement, query, status):
    response = client.get(f"/en/agreements/?{query}")
    assert (response.status_code, 'class="wordmark"' in response.content.decode()) == (status, True)


def test_wrong_value_is_said_beside_its_box_and_at_the_top(client, db):
    html = client.get("/en/agreements/?yearFrom=abc").content.decode()
    assert '<a href="#id_yearFrom">From year</a>: Write a year in digits, such as 1994.' in html
    assert '<p class="error" id="id_yearFrom_error">Write a year in digits, such as 1994.</p>' in html
    assert 'aria-invalid="true"' in html


@pytest.mark.parametrize(
    "path",
    [
        "/%00",
        "/en/%00/",
        "/en/%ff/",
        "/en/agreements/%00/",
        "/en/agreements/IMCA-2024-999999999999/",
        "/en/agreements/IMCA-9999-99999999999999999999/",
        "/en/municipalities/%00/",
        "/en/municipalities/not-a-uid/",
        "/en/municipalities/00000000-0000-0000-0000-000000000000/",
        "/en/joint-projects/00000000-0000-0000-0000-000000000000/",
        "/id/agreement/00000000-0000-0000-0000-000000000000",
        "/id/user/00000000-0000-0000-0000-000000000000",
        "/id/agreement/1",
        "/xx/",
        "/en/" + "x" * 3000,
        "/en/..%2f..%2fetc/passwd",
    ],
)
def test_any_path_gets_a_page(client, db, path):
    response = client.get(path)
    assert (response.status_code in (400, 404), 'class="wordmark"' in response.content.decode()) == (True, True)


@pytest.mark.parametrize(
    "headers",
    [
        {"Accept-Language": "x" * 5000},
        {"Accept-Language": "\x00\xff"},
        {"Accept": "*/*;q=abc"},
        {"Accept": "x" * 5000},
        {"Cookie": "django_language=../../etc; sessionid=\x00; csrftoken=x"},
        {"Host": "testserver:99999999"},
        {"X-Forwarded-For": "'"},
    ],
)
def test_any_header_gets_an_answer(client, agreement, headers):
    for path in ("/", "/en/", f"/id/agreement/{agreement.uid}"):
        assert client.get(path, headers=headers).status_code < 500


@pytest.mark.parametrize("day", ["01/02/2020", "02.01.2020", "01/02/20", "Jan 2 2020", "2.1.2020"])
def test_a_day_is_written_in_one_way_whatever_the_language(client, agreement, day):
    for address in ("/en/", "/sq/agreements/", "/mk/agreements/", "/en/agreements.csv", "/mk/mayors/"):
        assert (address, client.get(address, {"asOf": day}).status_code) == (address, 400)
    for language in ("en", "sq", "mk"):
        asked = client.get("/api/v1/agreements", {"asOf": day}, headers={"Accept-Language": language})
        assert (language, asked.status_code) == (language, 400)


def test_too_many_fields_leave_no_line_in_the_log(client, agreement, caplog):
    """Strangers must not fill the disk."""
    address, form = f"/en/report/agreement/{agreement.uid}/", "application/x-www-form-urlencoded"
    assert client.post(address, "a&" * 5001, content_type=form).status_code == 400
    assert caplog.records == []
