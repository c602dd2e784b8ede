"""法制审核: the queue and the desk."""

from django.urls import path

from mingjing.review import views

urlpatterns = [
    path("work/review/", views.queue, name="review_queue"),
    path("work/review/<uuid:case>/", views.desk, name="review"),
]
