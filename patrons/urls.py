"""Addresses of the patrons' room that readers open. The roof puts the language in front of them.

`/support/` itself stands there too: it is the newsroom's own page as long as nothing is offered.
"""

from django.urls import path, re_path

from .views import gifts, support, thanks, topics, wall

urlpatterns = [
    path("support/patrons/", wall.wall, name="patrons_wall"),
    path("support/begin/", support.begin, name="support_begin"),
    path("support/change/<uuid:public_id>/", support.change, name="support_change"),
    path("support/confirm/<uuid:public_id>/", support.confirm, name="support_confirm"),
    path("support/back/<uuid:public_id>/", support.back, name="support_back"),
    path("support/thanks/<uuid:public_id>/", thanks.thanks, name="support_thanks"),
    path("support/again/<uuid:public_id>/", thanks.again, name="support_again"),
    re_path(r"^support/gift/(?P<token>[0-9a-z]{20})/$", gifts.gift, name="support_gift"),
    path("support/topics/", topics.topics, name="topics"),
    re_path(r"^support/topics/(?P<number>[0-9]{1,10})/$", topics.topic, name="topic"),
]
