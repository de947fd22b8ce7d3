"""A council's name, colour and logo: permissions, validation and pages."""

from io import BytesIO

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from PIL import Image, ImageFile

from core.contrast import contrast_ratio
from core.rag import WHITE
from councils.branding.actions import change_branding
from councils.branding.colours import ColourRefused, accent_colour
from councils.branding.logo import MAX_STORED_SIZE, LogoRefused, logo_png
from councils.models import Council, SecurityEvent
from councils.permissions import Role
from tests.truth_tables import read_aloud, truth_table

LOOK = "/northport/look/"
MEMBERS = [role for role in Role if role != Role.ADMINISTRATOR]


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.FILES_ROOT = tmp_path


def picture(kind: str = "PNG", size: tuple[int, int] = (300, 90), **saved: object) -> bytes:
    out = BytesIO()
    mode = "RGB" if kind == "JPEG" else "RGBA"
    Image.new(mode, size, "#12436d").save(out, kind, **saved)
    return out.getvalue()


def upload(body: bytes, name: str = "logo.png", kind: str = "image/png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, body, kind)


def typed(**changes: object) -> dict[str, object]:
    return {"name": "Northport", "accent": "", **changes}


def saved(cast, **changes):
    return cast.client(Role.ADMINISTRATOR).post(LOOK, typed(**changes))


# --- The rule ---


@pytest.mark.parametrize("row", truth_table("accent", "Which colour will do"), ids=read_aloud)
def test_which_colour_will_do(row):
    if row["Refused because"]:
        with pytest.raises(ColourRefused) as refused:
            accent_colour(row["Typed"])
        assert str(refused.value) == row["Refused because"]
    else:
        assert accent_colour(row["Typed"]) == row["Colour"].replace("none", "")


def test_the_colour_that_is_offered_instead_will_do():
    for colour in ("#777777", "#ffcc00", "#ffffff", "#ff0000", "#00ff00", "#8fdcf2"):
        with pytest.raises(ColourRefused) as refused:
            accent_colour(colour)
        offered = accent_colour(str(refused.value).rpartition(" ")[2])
        assert contrast_ratio(WHITE, offered) >= 4.5


# --- The logo ---


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_picture_becomes_a_small_png_of_ours(kind):
    body = picture(kind, (1600, 800))
    kept = Image.open(BytesIO(logo_png(BytesIO(body), len(body))))
    assert kept.format == "PNG"
    assert kept.size == (288, 144) and kept.width <= MAX_STORED_SIZE[0]


def test_what_is_written_beside_the_pixels_is_dropped():
    exif = Image.Exif()
    exif[0x010E] = "Taken at 1 Secret Street"
    body = picture("JPEG", exif=exif, comment=b"A secret comment")
    assert b"Secret Street" in body and b"secret" in body
    kept = logo_png(BytesIO(body), len(body))
    assert b"ecret" not in kept
    assert set(Image.open(BytesIO(kept)).info) == set()


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (
            b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
            "SVG files can contain programs",
        ),
        (b"<?xml version='1.0'?>\n<!-- made here -->\n<SVG></SVG>", "SVG files can contain programs"),
        (b"<!doctype html><script>alert(1)</script>", "must be a PNG or JPEG"),
        (b"GIF89a" + bytes(200), "must be a PNG or JPEG"),
        (picture()[:200], "must be a PNG or JPEG"),
        (picture("JPEG", (900, 900))[:2000], "must be a PNG or JPEG"),
        (picture(size=(2001, 10)), "at most 2000 pixels wide and high; this one has 2001 by 10"),
        (bytes(200 * 1024 + 1), "smaller than 200 kB"),
    ],
    ids=[
        "svg",
        "svg after a comment",
        "html",
        "gif",
        "truncated png",
        "truncated jpeg",
        "too wide",
        "too large",
    ],
)
@pytest.mark.parametrize("fills_in", [True, False])
def test_anything_else_is_refused_in_words(body, words, fills_in, monkeypatch):
    """Also with WeasyPrint loaded, when Pillow fills in truncated images."""
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", fills_in)
    with pytest.raises(LogoRefused, match=words):
        logo_png(BytesIO(body), len(body))
    assert ImageFile.LOAD_TRUNCATED_IMAGES is fills_in


# --- Permissions ---


@pytest.mark.parametrize("role", MEMBERS)
def test_look_by_anyone_but_an_administrator_is_403(cast, role):
    assert cast.client(role).get(LOOK).status_code == 403
    assert cast.client(role).post(LOOK, typed(name="Mine")).status_code == 403
    cast.council.refresh_from_db()
    assert cast.council.name == "Northport"


def test_look_by_outsider_is_404(cast):
    change_branding(
        council=cast.council,
        by=cast.actor(Role.ADMINISTRATOR),
        name="Northport",
        accent="#0b6141",
        logo=picture(),
    )
    for address in (LOOK, "/northport/look.css", "/northport/logo.png"):
        assert cast.outsider_client().get(address).status_code == 404
        assert cast.client(Role.READER).get(address).status_code == (403 if address == LOOK else 200)


def test_an_act_in_another_council_is_refused(cast):
    with pytest.raises(PermissionDenied):
        change_branding(council=cast.other, by=cast.actor(Role.ADMINISTRATOR), name="Ours", accent="")


def test_only_administrators_see_the_way_there(cast):
    assert f'href="{LOOK}"' in cast.client(Role.ADMINISTRATOR).get("/northport/").content.decode()
    assert f'href="{LOOK}"' not in cast.client(Role.OFFICER).get("/northport/").content.decode()


# --- Pages ---


def test_a_new_look_is_on_every_page(cast):
    before = cast.client(Role.READER).get("/northport/boards/").content.decode()
    assert "look.css" not in before and "<img" not in before
    response = saved(cast, name="North & Port", accent="0B6141", logo=upload(picture()))
    assert (response.status_code, response.headers["Location"]) == (302, LOOK)
    cast.council.refresh_from_db()
    page = cast.client(Role.READER).get("/northport/boards/").content.decode()
    assert "<span>North &amp; Port</span>" in page
    assert '<link rel="stylesheet" href="/northport/look.css?v=0b6141">' in page
    assert f'src="/northport/logo.png?v={cast.council.logo_sha256[:12]}" alt=""' in page
    assert '<meta name="theme-color" content="#0b6141">' in page
    assert " style=" not in page


def test_the_colour_and_the_logo_are_sent_to_be_kept_by_this_browser_alone(cast):
    saved(cast, accent="#0b6141", logo=upload(picture("JPEG"), "logo.jpg", "image/jpeg"))
    reader = cast.client(Role.READER)
    css, logo = reader.get("/northport/look.css"), reader.get("/northport/logo.png")
    assert css.content == b":root{--accent:#0b6141;--accent-deep:#063a27}\n"
    assert css.headers["Content-Type"] == "text/css; charset=utf-8"
    assert logo.headers["Content-Type"] == "image/png"
    assert Image.open(BytesIO(logo.content)).format == "PNG"
    for answer in (css, logo):
        assert answer.headers["Cache-Control"] == "private, max-age=31536000, immutable"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_without_a_look_there_is_nothing_to_send(cast):
    reader = cast.client(Role.READER)
    assert reader.get("/northport/look.css").status_code == 404
    assert reader.get("/northport/logo.png").status_code == 404


def test_the_change_is_written_down_with_who_and_what(cast):
    saved(cast, accent="#0b6141")
    saved(cast, accent="#0b6141")
    event = SecurityEvent.objects.get(kind="look_changed")
    assert event.user == cast.members[Role.ADMINISTRATOR].user
    assert event.council == cast.council
    assert event.detail == {"by": cast.actor(Role.ADMINISTRATOR).reference, "accent": ["", "#0b6141"]}


def test_another_logo_replaces_the_first_and_none_leaves_nothing(
    cast, tmp_path, django_capture_on_commit_callbacks
):
    def files() -> list[str]:
        return [path.name for path in tmp_path.rglob("*.png")]

    for size in ((100, 40), (200, 40)):
        with django_capture_on_commit_callbacks(execute=True):
            saved(cast, logo=upload(picture(size=size)))
        cast.council.refresh_from_db()
        assert files() == [f"{cast.council.logo_sha256}.png"]
    with django_capture_on_commit_callbacks(execute=True):
        saved(cast)
    assert len(files()) == 1, "an empty field keeps the logo"
    with django_capture_on_commit_callbacks(execute=True):
        saved(cast, remove_logo="on")
    cast.council.refresh_from_db()
    assert (cast.council.logo_sha256, files()) == ("", [])


def test_a_bad_colour_and_a_bad_logo_are_said_where_they_were_typed_and_nothing_is_saved(cast):
    bad = upload(b"<html><script>alert(1)</script></html>", "logo.png")
    response = saved(cast, name="New", accent="#ffcc00", logo=bad)
    page = response.content.decode()
    assert response.status_code == 422
    assert "<title>Error: " in page
    assert 'href="#id_accent">White text on #ffcc00 has a contrast of 1.5 to 1' in page
    assert 'href="#id_logo">The logo must be a PNG or JPEG' in page
    assert 'value="#ffcc00"' in page and 'value="New"' in page
    cast.council.refresh_from_db()
    assert (cast.council.name, cast.council.accent) == ("Northport", "")
    assert not SecurityEvent.objects.filter(kind="look_changed").exists()


def test_a_colour_can_be_looked_at_before_it_is_saved(cast):
    response = saved(cast, accent="#0b6141", preview="yes")
    assert response.status_code == 200
    assert "White text on #0b6141" in response.content.decode()
    assert "It is not saved yet" in response.content.decode()
    cast.council.refresh_from_db()
    assert cast.council.accent == ""


def test_the_look_costs_no_query(cast, django_assert_num_queries):
    reader = cast.client(Role.READER)
    reader.get("/northport/boards/")  # the first page of a visit records it (1 query)

    def count() -> int:
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as queries:
            reader.get("/northport/boards/")
        return len(queries)

    plain = count()
    saved(cast, accent="#0b6141", logo=upload(picture()))
    assert count() == plain


@pytest.mark.parametrize("accent", ["red", "#12", "#12345g", "#ABCDEF"])
def test_the_database_holds_nothing_but_a_colour(cast, accent):
    with pytest.raises(IntegrityError, match="council_accent_is_a_colour"), transaction.atomic():
        Council.objects.filter(pk=cast.council.pk).update(accent=accent)
