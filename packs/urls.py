from django.urls import path

from .views import comparing, contents, cycles, files, newest, packs, progress, reviewing

app_name = "packs"

BOARD = "boards/<slug:slug>/"
CYCLE = f"{BOARD}cycle/"
PACK = "packs/<uuid:pack>/"

urlpatterns = [
    path(CYCLE, cycles.cycle, name="cycle"),
    path(f"{CYCLE}start/", cycles.start, name="start_cycle"),
    path(f"{CYCLE}stop/", cycles.stop, name="stop_cycle"),
    path(f"{CYCLE}release/", cycles.release, name="release_by_clock"),
    path(f"{CYCLE}figures/", cycles.figures, name="take_figures"),
    path(f"{BOARD}pack-contents/", contents.contents, name="contents"),
    path("packs/", packs.packs, name="list"),
    path("packs/new/", packs.pack_new, name="new"),
    path(PACK, packs.pack, name="pack"),
    path(f"{PACK}pack.pdf", packs.pack_pdf, name="pdf"),
    path(f"{PACK}files/<str:name>", files.pack_file, name="file"),
    path(f"{PACK}progress/", progress.progress, name="progress"),
    path(f"{PACK}compare/", comparing.compare, name="compare"),
    path(f"{PACK}words/", contents.words, name="words"),
    path(f"{PACK}review/<str:step>/", reviewing.review, name="review"),
    path(f"{PACK}release/", packs.pack_release, name="release"),
    path(f"{PACK}cancel/", packs.pack_cancel, name="cancel"),
    path(f"{PACK}deliveries/<uuid:delivery>/", packs.pack_delivery_settle, name="settle_delivery"),
    path("packs/<slug:slug>/<str:quarter>/", newest.newest, name="newest"),
]
