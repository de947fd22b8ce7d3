from django.urls import path

from .views import columns, confirming, doubts, imports

app_name = "plan_files"

IMPORT = "import/<uuid:plan_import>/"

urlpatterns = [
    path("import/", imports.imports, name="imports"),
    path(IMPORT, imports.one, name="import"),
    path(f"{IMPORT}columns/", columns.columns, name="columns"),
    path(f"{IMPORT}names/", doubts.names, name="names"),
    path(f"{IMPORT}rows/", doubts.rows, name="rows"),
    path(f"{IMPORT}confirm/", confirming.confirm, name="confirm"),
    path(f"{IMPORT}delete/", imports.delete, name="delete"),
]
