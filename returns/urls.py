from django.urls import path

from .views import comments, returns, submissions

app_name = "returns"

SUBMISSIONS = "strategies/<slug:slug>/submissions/"
SUBMISSION = f"{SUBMISSIONS}<uuid:submission>/"
RETURN = "returns/<uuid:owed>/"

urlpatterns = [
    path(SUBMISSIONS, submissions.submissions, name="submissions"),
    path(f"{SUBMISSIONS}new/", submissions.add, name="add_submission"),
    path(SUBMISSION, submissions.submission, name="submission"),
    path(f"{SUBMISSION}change/", submissions.change, name="change_submission"),
    path(f"{SUBMISSION}remove/", submissions.remove, name="remove_submission"),
    path(f"{SUBMISSION}step/<slug:to>/", submissions.step, name="step"),
    path(f"{SUBMISSION}comments/", comments.comments, name="comments"),
    path(f"{SUBMISSION}comments/<uuid:comment>/", comments.answer, name="answer"),
    path("returns/", returns.calendar, name="calendar"),
    path("returns/returns.csv", returns.calendar_file, name="csv"),
    path("returns/new/", returns.add, name="add_return"),
    path(RETURN, returns.change, name="change_return"),
    path(f"{RETURN}send/", returns.send, name="send"),
    path(f"{RETURN}remove/", returns.remove, name="remove_return"),
]
