"""Actions on people, posts and organisations. Only these write."""

from .directory import add_to_directory
from .handing_over import hand_over
from .merging import merge_people
from .organisations import add_organisation, change_organisation, remove_organisation
from .persons import add_people, add_person, change_person, identify_person, make_vacancies, remove_person
from .posts import add_post, change_post, remove_post

__all__ = [
    "add_organisation",
    "add_people",
    "add_person",
    "add_post",
    "add_to_directory",
    "change_organisation",
    "change_person",
    "change_post",
    "hand_over",
    "identify_person",
    "make_vacancies",
    "merge_people",
    "remove_organisation",
    "remove_person",
    "remove_post",
]
