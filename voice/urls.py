from django.urls import path

from . import views
from .views import said

app_name = "voice"

COMMENT = "comments/<uuid:comment>/"
SAID = "you-said-we-did/"
ENTRY = f"{SAID}<uuid:entry>/"

urlpatterns = [
    path("comments/", views.comments, name="list"),
    path("deliverables/<uuid:deliverable>/comments/add/", views.on_deliverable, name="on_deliverable"),
    path("indicators/<uuid:indicator>/comments/add/", views.on_indicator, name="on_indicator"),
    path("packs/<uuid:pack>/comments/add/", views.on_pack, name="on_pack"),
    path(COMMENT, views.comment, name="comment"),
    path(f"{COMMENT}answer/", views.answer, name="answer"),
    path(f"{COMMENT}close/", views.close, name="close"),
    path(f"{COMMENT}open/", views.open_again, name="open_again"),
    path(f"{COMMENT}withdraw/", views.withdraw, name="withdraw"),
    path(SAID, said.said, name="said"),
    path(f"{SAID}add/", said.add, name="add_said"),
    path(f"{ENTRY}change/", said.change, name="change_said"),
    path(f"{ENTRY}publish/", said.publish, name="publish_said"),
    path(f"{ENTRY}withdraw/", said.withdraw, name="withdraw_said"),
    path(f"{ENTRY}remove/", said.remove, name="remove_said"),
]
