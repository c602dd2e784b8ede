"""工作台: sign-in, to-dos, cases, acts, papers, evidence."""

from django.urls import path

from mingjing.casework.registrar import accounts, changes, edit, handover, lists, record
from mingjing.casework.views import acts, bound, cases, home, laws, opening, rules, yearly

urlpatterns = [
    path("signin/", home.sign_in, name="sign_in"),
    path("signout/", home.sign_out, name="sign_out"),
    path("password/", home.password, name="password"),
    path("work/", home.todo, name="todo"),
    path("work/cases/", cases.listing, name="cases"),
    path("work/rules/", rules.page, name="rules"),
    path("work/yearly/", yearly.page, name="yearly"),
    path("work/yearly/table.csv", yearly.table, name="yearly_table"),
    path("work/laws/", laws.listing, name="laws"),
    path("work/laws/<str:title>/", laws.law, name="law"),
    path("work/new/", opening.new, name="new_case"),
    path("work/new/<slug:procedure>/", opening.opening, name="opening"),
    path("work/new/<slug:procedure>/check/", opening.opening_check, name="opening_check"),
    path("work/cases/<uuid:case>/", cases.case, name="case"),
    path("work/cases/<uuid:case>/records/<int:n>/", cases.entry, name="entry"),
    path("work/cases/<uuid:case>/papers/<int:n>/<slug:paper>/", cases.paper, name="paper"),
    path("work/cases/<uuid:case>/papers/<int:n>/<slug:paper>/file/", cases.paper_file, name="paper_file"),
    path(
        "work/cases/<uuid:case>/papers/<int:n>/<slug:paper>/data/",
        cases.paper_beside,
        {"which": "data"},
        name="paper_data",
    ),
    path(
        "work/cases/<uuid:case>/papers/<int:n>/<slug:paper>/schema/",
        cases.paper_beside,
        {"which": "schema"},
        name="paper_schema",
    ),
    path("work/cases/<uuid:case>/evidence/<str:sha256>/", cases.evidence_file, name="evidence"),
    path("work/cases/<uuid:case>/file/", bound.page, name="bound"),
    path("work/cases/<uuid:case>/file/make/", bound.ask, name="bound_make"),
    path("work/cases/<uuid:case>/file/pdf/", bound.file, name="bound_file"),
    path("work/cases/<uuid:case>/act/<str:action>/", acts.form, name="act"),
    path("work/cases/<uuid:case>/act/<str:action>/check/", acts.check, name="act_check"),
    path("work/cases/<uuid:case>/act/<str:action>/discard/", acts.discard, name="act_discard"),
    path("work/registry/", lists.home, name="registry"),
    path("work/registry/handover/", handover.page, name="registry_handover"),
    path("work/registry/changes/", changes.listing, name="registry_changes"),
    path("work/registry/changes/<int:n>/", changes.answer, name="registry_answer"),
    path("work/registry/<slug:kind>/", lists.listing, name="registry_list"),
    path("work/registry/<slug:kind>/new/", edit.new, name="registry_new"),
    path("work/registry/<slug:kind>/<int:n>/", record.page, name="registry_record"),
    path("work/registry/<slug:kind>/<int:n>/edit/", edit.edit, name="registry_edit"),
    path("work/registry/<slug:kind>/<int:n>/reset/", accounts.reset, name="registry_reset"),
]
