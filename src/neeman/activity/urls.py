"""Addresses of activity."""

from __future__ import annotations

from django.urls import path

from neeman.activity.views import cadence, calendar, offline, records, resting, seeing, talking, tasks

urlpatterns = [
    path("offline/cards/", offline.offline_book, name="offline_book"),
    path("offline/talk/", offline.offline_talk, name="offline_talk"),
    path("customers/<int:pk>/talk/", talking.customer_talk, name="customer_talk"),
    path("customers/<int:pk>/seen/", seeing.customer_seen, name="customer_seen"),
    path("customers/<int:pk>/record/", records.customer_record, name="customer_record"),
    path("customers/<int:pk>/pause/", resting.customer_pause, name="customer_pause"),
    path("customers/<int:pk>/resume/", resting.customer_resume, name="customer_resume"),
    path("customers/<int:pk>/hand-over/", resting.customer_hand_over, name="customer_hand_over"),
    path("customers/<int:pk>/task/", tasks.task_add, name="customer_task_add"),
    path("interactions/<int:pk>/", records.interaction, name="interaction"),
    path("cadence/", cadence.cadence, name="cadence"),
    path("cadence/defaults/", cadence.cadence_defaults, name="cadence_defaults"),
    path("calendar/", calendar.calendar, name="calendar"),
    path("tasks/", tasks.tasks, name="tasks"),
    path("tasks/add/", tasks.task_add, name="task_add"),
    path("tasks/<int:pk>/", tasks.task, name="task"),
    path("tasks/<int:pk>/done/", tasks.task_done, name="task_done"),
    path("tasks/<int:pk>/later/", tasks.task_later, name="task_later"),
    path("tasks/<int:pk>/drop/", tasks.task_drop, name="task_drop"),
]
