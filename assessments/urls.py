from django.urls import path

from .views import assessment, judgements

app_name = "assessments"

ASSESSMENT = "strategies/<slug:slug>/assessment/"

urlpatterns = [
    path(ASSESSMENT, assessment.assessment, name="assessment"),
    path(f"{ASSESSMENT}start/", assessment.start, name="start"),
    path(f"{ASSESSMENT}scale/", assessment.scale, name="scale"),
    path(f"{ASSESSMENT}criteria/", assessment.criteria, name="criteria"),
    path(f"{ASSESSMENT}criteria/<uuid:criterion>/judge/", judgements.judge, name="judge"),
    path(f"{ASSESSMENT}judgements/<uuid:judgement>/", judgements.correct, name="correct"),
    path(f"{ASSESSMENT}judgements/<uuid:judgement>/remove/", judgements.remove, name="remove_judgement"),
]
