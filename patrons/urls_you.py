"""Addresses that concern one patron."""

from django.urls import path, re_path

from .views import again, nowhere, signing_in, votes, you

urlpatterns = [
    path("sign-in/", signing_in.sign_in, name="patron_sign_in"),
    path("sign-in/code/", signing_in.sign_in_code, name="patron_sign_in_code"),
    re_path(r"^sign-in/(?P<link>[\w-]{20,100})/$", signing_in.sign_in_link, name="patron_sign_in_link"),
    path("sign-out/", signing_in.sign_out, name="patron_sign_out"),
    path("you/", you.you, name="patron_you"),
    re_path(r"^you/(?P<pledge>[0-9a-f-]{36})/(?P<verb>cancel|resume|pause|amount)/$", you.change, name="patron_change"),
    path("you/<uuid:pledge>/card/", you.card, name="patron_card"),
    path("you/<uuid:pledge>/again/", again.again, name="patron_again"),
    path("you/settings/", you.settings, name="patron_settings"),
    path("you/download/", you.download, name="patron_download"),
    path("you/erase/", you.erase, name="patron_erase"),
    path("you/receipts/<uuid:payment>/", you.receipt, name="patron_receipt"),
    path("you/receipts/<uuid:payment>/file/", you.receipt_pdf, name="patron_receipt_pdf"),
    path("you/topics/", votes.votes, name="patron_topics"),
    path("you/topics/propose/", votes.propose, name="patron_topic_propose"),
    re_path(r"^you/topics/(?P<number>[0-9]{1,10})/vote/$", votes.vote, name="patron_topic_vote"),
    re_path(r"^you/topics/(?P<number>[0-9]{1,10})/take-back/$", votes.take_back, name="patron_topic_take_back"),
    re_path(r"^you/(?P<rest>(?s:.+))$", nowhere.nowhere, name="patron_nowhere"),
]
