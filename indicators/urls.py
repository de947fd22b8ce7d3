from django.urls import path

from . import views

app_name = "indicators"

ROW = "indicators/<uuid:indicator>/"
BENCHMARKS = "indicators/benchmarks/"
FILE = f"{BENCHMARKS}files/<uuid:file>/"
NEIGHBOURS = f"{BENCHMARKS}neighbours/"

urlpatterns = [
    path("indicators/", views.indicator_list, name="list"),
    path("indicators/add/", views.add, name="add"),
    path("indicators/add/several/", views.add_several, name="add_several"),
    path("indicators/export/csv/", views.export, {"kind": "csv"}, name="export"),
    path("indicators/export/xlsx/", views.export, {"kind": "xlsx"}, name="export"),
    path("indicators/predecessors/", views.predecessors, name="predecessors"),
    path("indicators/predecessors/add/", views.predecessor, name="add_predecessor"),
    path("indicators/predecessors/<uuid:predecessor>/", views.predecessor, name="predecessor"),
    path(
        "indicators/predecessors/<uuid:predecessor>/remove/",
        views.remove_predecessor_page,
        name="remove_predecessor",
    ),
    path("indicators/import/", views.import_figures, name="import"),
    path("indicators/quarter/", views.quarter_grid, name="quarter"),
    path(BENCHMARKS, views.overview, name="benchmarks"),
    path(f"{BENCHMARKS}add/", views.add_file, name="add_benchmark_file"),
    path(FILE, views.file_page, name="benchmark_file"),
    path(f"{FILE}columns/", views.columns, name="benchmark_columns"),
    path(f"{FILE}check/", views.check, name="benchmark_check"),
    path(f"{FILE}withdraw/", views.withdraw, name="withdraw_benchmark_file"),
    path(f"{NEIGHBOURS}add/", views.add_neighbours, name="add_neighbours"),
    path(f"{NEIGHBOURS}<uuid:neighbours>/", views.change_neighbours, name="neighbours"),
    path(f"{NEIGHBOURS}<uuid:neighbours>/remove/", views.remove_list, name="remove_neighbours"),
    path(f"{ROW}benchmarks/remove/", views.remove_from_indicator, name="remove_benchmarks"),
    path(ROW, views.detail, name="indicator"),
    path(f"{ROW}change/", views.change_row, name="change"),
    path(f"{ROW}move/", views.move, name="move"),
    path(f"{ROW}remove/", views.remove_row, name="remove"),
    path(f"{ROW}value/", views.value, name="value"),
    path(f"{ROW}values/<uuid:reading>/remove/", views.remove_value, name="remove_value"),
    path(f"{ROW}target/", views.target, name="target"),
    path(f"{ROW}targets/<uuid:target>/remove/", views.remove_target_page, name="remove_target"),
    path(f"{ROW}targets/<uuid:target>/confidence/", views.confidence, name="confidence"),
    path(f"{ROW}rebases/add/", views.rebase, name="add_rebase"),
    path(f"{ROW}rebases/<uuid:rebase>/remove/", views.remove_rebase_page, name="remove_rebase"),
    path(f"{ROW}effects/add/", views.effect_on_indicator, name="add_effect"),
    path(f"{ROW}trajectories/add/", views.trajectory_add, name="add_trajectory"),
    path("trajectories/<uuid:trajectory>/", views.trajectory_change, name="trajectory"),
    path("trajectories/<uuid:trajectory>/close/", views.trajectory_close, name="close_trajectory"),
    path("trajectories/<uuid:trajectory>/remove/", views.trajectory_remove, name="remove_trajectory"),
    path(f"{ROW}formula/remove/", views.remove_formula_page, name="remove_formula"),
    path(f"{ROW}formula/<slug:kind>/", views.formula, name="formula"),
    path(f"{ROW}breaks/add/", views.break_of, name="add_break"),
    path(f"{ROW}breaks/<uuid:series_break>/", views.break_of, name="break"),
    path(f"{ROW}breaks/<uuid:series_break>/remove/", views.remove_break_page, name="remove_break"),
    path("deliverables/<uuid:deliverable>/effects/add/", views.effect_of_deliverable, name="add_effect_of"),
    path("effects/<uuid:effect>/", views.change, name="effect"),
    path("effects/<uuid:effect>/remove/", views.remove, name="remove_effect"),
]
