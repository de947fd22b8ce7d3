"""Addresses of the people pages. `councils.urls` includes them under its own name."""

from django.urls import path

from .views import bodies, persons, together

PEOPLE = "<slug:council>/people/"

urlpatterns = [
    path(PEOPLE, persons.people, name="people"),
    path(f"{PEOPLE}new/", persons.add, name="add_person"),
    path(f"{PEOPLE}to-identify/", persons.to_identify, name="to_identify"),
    path(f"{PEOPLE}organisations/new/", bodies.new_organisation, name="new_organisation"),
    path(f"{PEOPLE}organisations/<uuid:organisation>/", bodies.organisation, name="organisation"),
    path(
        f"{PEOPLE}organisations/<uuid:organisation>/remove/",
        bodies.organisation_removal,
        name="remove_organisation",
    ),
    path(f"{PEOPLE}posts/new/", bodies.new_post, name="new_post"),
    path(f"{PEOPLE}posts/<uuid:post>/", bodies.post, name="post"),
    path(f"{PEOPLE}posts/<uuid:post>/remove/", bodies.post_removal, name="remove_post"),
    path(f"{PEOPLE}<uuid:person>/", persons.person, name="person"),
    path(f"{PEOPLE}<uuid:person>/change/", persons.change, name="change_person"),
    path(f"{PEOPLE}<uuid:person>/identify/", persons.identify, name="identify"),
    path(f"{PEOPLE}<uuid:person>/merge/", together.merge, name="merge"),
    path(f"{PEOPLE}<uuid:person>/hand-over/", together.hand_over_work, name="hand_over"),
    path(f"{PEOPLE}<uuid:person>/remove/", persons.remove, name="remove_person"),
]
