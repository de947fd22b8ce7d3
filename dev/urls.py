from django.urls import path

from . import gallery, mailbox

app_name = "local"

urlpatterns = [
    path("components/", gallery.components, name="components"),
    path("mail/", mailbox.mailbox, name="mailbox"),
    path("mail/<slug:name>/", mailbox.mail, name="mail"),
    path("mail/<slug:name>/html/", mailbox.mail_html, name="mail_html"),
    path("mail/<slug:name>/attachments/<int:number>/", mailbox.attachment, name="attachment"),
]
