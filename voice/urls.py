from django.urls import path

from . import views

app_name = "voice"

COMMENT = "comments/<uuid:comment>/"

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
]
