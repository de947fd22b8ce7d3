from django.urls import path

from .api import BudgetLines

urlpatterns = [
    path("budget-lines", BudgetLines.collection(), name="budget-lines"),
    path("budget-lines/<uuid:id>", BudgetLines.at_id(), name="budget-line"),
]
