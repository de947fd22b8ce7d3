import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from councils.models import Council, Membership, Organisation, Person, User


class CouncilFactory(DjangoModelFactory):
    class Meta:
        model = Council
        django_get_or_create = ("slug",)

    slug = factory.Sequence(lambda n: f"council-{n}")
    name = factory.LazyAttribute(lambda council: council.slug.title())


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"user-{n}@example.org")
    name = factory.Sequence(lambda n: f"User {n}")


class MembershipFactory(DjangoModelFactory):
    """Membership with a current visit, so that no page stores another one."""

    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    council = factory.SubFactory(CouncilFactory)
    role = "officer"
    last_seen_at = factory.LazyFunction(timezone.now)


class OrganisationFactory(DjangoModelFactory):
    class Meta:
        model = Organisation

    name = factory.Sequence(lambda n: f"Organisation {n}")


class PersonFactory(DjangoModelFactory):
    class Meta:
        model = Person

    initials = factory.Sequence(lambda n: f"P{n}")
