"""Scheduled tasks."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from councils.jobs import forget_ended_sessions


@pytest.mark.django_db
def test_ended_sessions_are_forgotten_and_others_kept():
    now = timezone.now()
    Session.objects.create(session_key="ended", session_data="", expire_date=now - timedelta(days=1))
    Session.objects.create(session_key="lasting", session_data="", expire_date=now + timedelta(hours=1))
    forget_ended_sessions()
    assert list(Session.objects.values_list("session_key", flat=True)) == ["lasting"]
