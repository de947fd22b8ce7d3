"""The pages for those who publish."""

import pytest

from councils.permissions import Role
from public_page.models import PublicEdition, PublicPage, PublicPlan
from strategies.models import ReportingPeriod
from tests.pages import FRAME, main_text_of, text_of
from tests.public_page.conftest import CLOSED

pytestmark = pytest.mark.django_db

HOME = "/northport/public-page/"
PAGES = (HOME, f"{HOME}change/", f"{HOME}preview/")
SENT = {"introduction": "Our plan.", "contact_email": "send@northport.example.org"}


@pytest.fixture
def client(cast):
    return cast.client(Role.APPROVER)


class TestWhoMayOpenThem:
    @pytest.mark.parametrize("page", PAGES)
    def test_an_outsider_gets_404(self, cast, page):
        assert cast.outsider_client().get(page).status_code == 404

    @pytest.mark.parametrize("page", PAGES)
    def test_an_officer_is_refused(self, cast, page):
        assert cast.client(Role.OFFICER).get(page).status_code == 403

    @pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.APPROVER])
    def test_those_who_may_publish_open_them(self, cast, role):
        for page in PAGES:
            assert cast.client(role).get(page).status_code == 200

    def test_an_edition_of_another_council_is_not_there(self, public, cast):
        with public.within():
            edition = PublicEdition.objects.get()
        page = f"{HOME}editions/{edition.public_id}/"
        assert cast.client(Role.APPROVER).get(page).status_code == 200
        theirs = page.replace("northport", "southshire")
        assert cast.outsider_client().get(theirs).status_code == 404


def test_a_council_without_a_closed_quarter_reads_what_to_do(client):
    assert "The page is off." in text_of(client.get(HOME))
    assert "No quarter is closed yet." in text_of(client.get(f"{HOME}preview/"))


def test_from_settings_to_a_page_that_everybody_reads(plan, client):
    response = client.post(
        f"{HOME}change/", SENT | {"strategies": [str(plan.strategy.public_id)]}, follow=True
    )
    assert "Settings saved." in text_of(response)
    preview = client.get(f"{HOME}preview/?quarter={CLOSED}")
    assert "Publish Q1 2016–17, edition 1" in text_of(preview)
    sent = {"quarter": CLOSED, "seen": preview.context["draft"].sha256}
    response = client.post(f"{HOME}publish/", sent, follow=True)
    assert "Turn the page on to show it to the public" in text_of(response)
    response = client.post(f"{HOME}on/", follow=True)
    assert "The page is on." in text_of(response)
    assert client.get("/p/northport/").status_code == 200
    response = client.post(f"{HOME}off/", follow=True)
    assert "The page is off." in text_of(response)
    assert client.get("/p/northport/").status_code == 404


def test_the_preview_is_what_is_published(plan, client):
    plan.settings()
    preview = main_text_of(client.get(f"{HOME}preview/?quarter={CLOSED}")).partition(
        "as the public reads it:"
    )[2]
    plan.publish()
    plan.turn_on()
    assert preview.strip() in main_text_of(client.get("/p/northport/"))


def test_settings_that_are_refused_lose_nothing(plan, client):
    response = client.post(f"{HOME}change/", SENT | {"contact_email": "robin@example.org"})
    assert response.status_code == 422
    assert "This is the address of a person. Enter one that a team reads" in text_of(response)
    assert "Our plan." in response.content.decode()
    with plan.within():
        assert not PublicPage.objects.exists() and not PublicPlan.objects.exists()


def test_a_plan_of_another_council_cannot_be_ticked(plan, client):
    response = client.post(f"{HOME}change/", SENT | {"strategies": ["0199b4d2-0000-7000-8000-000000000000"]})
    assert response.status_code == 422


def test_an_old_preview_is_refused_and_shown_again(plan, client):
    plan.settings()
    response = client.post(f"{HOME}publish/", {"quarter": CLOSED, "seen": "of yesterday"})
    assert response.status_code == 409
    assert "have changed since you opened the preview" in text_of(response)
    assert "Publish Q1 2016–17, edition 1" in text_of(response)


@pytest.mark.parametrize("label", ["2016-17-Q2", "nonsense", ""])
def test_only_a_closed_quarter_can_be_published_by_the_page(plan, client, label):
    plan.settings()
    assert client.post(f"{HOME}publish/", {"quarter": label, "seen": "x"}).status_code == 404
    if label:
        assert client.get(f"{HOME}preview/?quarter={label}").status_code == 404


def test_a_quarter_that_was_opened_again_stays_public(public, client):
    with public.within():
        ReportingPeriod.objects.filter(label=CLOSED).update(closed_at=None)
    assert client.get("/p/northport/").status_code == 200
    assert f"?quarter={CLOSED}" not in client.get(HOME).content.decode()


def test_turning_it_on_too_early_says_what_to_do(plan, client):
    plan.settings()
    assert "Publish a quarter first." in text_of(client.post(f"{HOME}on/", follow=True))


def test_words_that_name_somebody_are_listed(plan, client):
    plan.settings()
    with plan.within():
        plan.items["done"].title = "Robin Example opens a base"
        plan.items["done"].save()
        plan.items["none"].title = "Ask ZQ"
        plan.items["none"].save()
    text = text_of(client.get(f"{HOME}preview/?quarter={CLOSED}"))
    assert "“Robin Example opens a base”: Robin Example" in text
    assert "“Ask ZQ”: ZQ" in text
    assert "edition 1" not in text


def test_the_preview_warns_where_the_council_hides_no_small_numbers(plan, client):
    plan.settings()
    assert "Small numbers are not hidden." not in text_of(client.get(f"{HOME}preview/"))
    plan.council.hides_small_numbers = False
    plan.council.save()
    assert "Small numbers are not hidden." in text_of(client.get(f"{HOME}preview/"))
    plan.publish()
    plan.turn_on()
    text = text_of(client.get("/p/northport/"))
    assert "Figures that could show who a child is" not in text


@pytest.mark.parametrize(
    ("page", "most"), [(HOME, 4), (f"{HOME}change/", 3), (f"{HOME}preview/?quarter={CLOSED}", 21)]
)
def test_queries(public, client, django_assert_max_num_queries, page, most):
    client.get(page)
    with django_assert_max_num_queries(FRAME + most):
        client.get(page)
