from django.urls import path

from .views import approval, comparing, drafts, reading, versions

app_name = "plan_versions"

VERSIONS = "strategies/<slug:slug>/versions/"
VERSION = f"{VERSIONS}<uuid:version>/"
STEP = f"{VERSION}steps/<uuid:step>/"

urlpatterns = [
    path(VERSIONS, versions.versions, name="list"),
    path(f"{VERSIONS}table/", versions.table, name="table"),
    path(f"{VERSIONS}new/", drafts.add, name="add"),
    path(f"{VERSIONS}compare/", comparing.compare, name="compare"),
    path(f"{VERSIONS}compare.csv", comparing.compare_csv, name="compare_csv"),
    path(VERSION, versions.version, name="version"),
    path(f"{VERSION}change/", drafts.change, name="change"),
    path(f"{VERSION}steps/", drafts.steps, name="steps"),
    path(f"{VERSION}delete/", drafts.delete, name="delete"),
    path(f"{VERSION}circulate/", approval.circulate, name="circulate"),
    path(STEP, approval.decide, name="decide"),
    path(f"{STEP}take-back/", approval.take_back, name="take_back"),
    path(f"{VERSION}draft-again/", approval.to_draft, name="to_draft"),
    path(f"{VERSION}withdraw/", approval.withdraw, name="withdraw"),
    path(f"{VERSION}publish/", approval.publish, name="publish"),
    path(f"{VERSION}plan/", reading.read, name="read"),
    path(f"{VERSION}workbook.xlsx", reading.workbook_xlsx, name="workbook_xlsx"),
    path(f"{VERSION}plan.json", reading.copy_json, name="copy_json"),
]
