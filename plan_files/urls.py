from django.urls import path

from .views import columns, confirming, doubts, imports, paper, printed, workbook

app_name = "plan_files"

IMPORT = "import/<uuid:plan_import>/"
STRATEGY = "strategies/<slug:slug>/"

urlpatterns = [
    path("import/", imports.imports, name="imports"),
    path(IMPORT, imports.one, name="import"),
    path(f"{IMPORT}columns/", columns.columns, name="columns"),
    path(f"{IMPORT}names/", doubts.names, name="names"),
    path(f"{IMPORT}rows/", doubts.rows, name="rows"),
    path(f"{IMPORT}confirm/", confirming.confirm, name="confirm"),
    path(f"{IMPORT}delete/", imports.delete, name="delete"),
    path("import/workbook/", workbook.workbook, name="workbook"),
    path("import/workbook/template.xlsx", workbook.template_xlsx, name="template_xlsx"),
    path(f"{STRATEGY}plan.docx", paper.plan_docx, name="plan_docx"),
    path(f"{STRATEGY}plan.pdf", paper.plan_pdf, name="plan_pdf"),
    path(f"{STRATEGY}workbook.xlsx", workbook.workbook_xlsx, name="workbook_xlsx"),
    path(f"{STRATEGY}workbook-csv.zip", workbook.workbook_csv, name="workbook_csv"),
    path(f"{STRATEGY}workbook.json", workbook.workbook_json, name="workbook_json"),
    path(f"{STRATEGY}strands/<str:code>/print/", printed.strand_sheet, name="strand_sheet"),
    path("people/<uuid:person>/print/", printed.lead_sheet, name="lead_sheet"),
]
