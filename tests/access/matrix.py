"""Every address of ours and what each persona is answered; an address without a row fails.

The columns: core group, inner, outer, organisation reader, signed in, core elsewhere, site staff,
nobody, suspended. ``{outer}`` is a space for all members, ``{core}`` one for the core group; the
community itself is public.
"""

COLUMNS = (
    "awa", "boubacar", "chloe", "diego", "esther", "fatou", "gustave", "nobody", "suspended",
)  # fmt: skip

EVERYBODY = "200 200 200 200 200 200 200 200 200"
SIGNED_IN = "200 200 200 200 200 200 200 302 302"
CORE_ONLY = "200 403 403 403 403 403 403 302 302"
POSTING = "405 405 405 405 405 405 405 302 302"
MEMBERS = "200 200 200 404 404 404 404 404 404"
MEMBERS_SIGNED_IN = "200 200 200 404 404 404 404 302 302"
CORE_OF_OUTER = "200 403 403 404 404 404 404 302 302"
CORE_SPACE = "200 404 404 404 404 404 404 404 404"
ABSENT = "404 404 404 404 404 404 404 404 404"
GONE = "410 410 410 410 410 410 410 410 410"

MATRIX = {
    "home": ("/", EVERYBODY),
    "set_language": ("/language/", "302 302 302 302 302 302 302 302 302"),
    "image-file": ("/media/images/forged.png", ABSENT),
    "help:index": ("/help/", EVERYBODY),
    "help:page": ("/help/circles/", EVERYBODY),
    "communities:index": ("/communities/", EVERYBODY),
    "communities:new": ("/communities/new/", SIGNED_IN),
    "communities:invitation": ("/communities/invitation/forged/", GONE),
    "communities:home": ("/communities/water/", EVERYBODY),
    "communities:members": ("/communities/water/members/", EVERYBODY),
    "communities:promote": ("/communities/water/members/{member}/promote/", POSTING),
    "communities:remove": ("/communities/water/members/{member}/remove/", CORE_ONLY),
    "communities:join": ("/communities/water/join/", SIGNED_IN),
    "communities:move": ("/communities/water/circle/", POSTING),
    "communities:history": ("/communities/water/history/", CORE_ONLY),
    "communities:invitations": ("/communities/water/invitations/", CORE_ONLY),
    "communities:revoke": ("/communities/water/invitations/1/revoke/", POSTING),
    "communities:care": ("/communities/water/care/", CORE_ONLY),
    "communities:decide": ("/communities/water/care/requests/1/", POSTING),
    "communities:propose": ("/communities/water/care/proposals/", POSTING),
    "communities:access": ("/communities/water/access/", CORE_ONLY),
    "communities:settings": ("/communities/water/settings/", CORE_ONLY),
    "communities:close": ("/communities/water/close/", POSTING),
    "communities:enter": ("/communities/water/enter/", "404 404 404 404 404 404 200 302 302"),
    "people:me": ("/me/", SIGNED_IN),
    "people:close-account": ("/me/close/", SIGNED_IN),
    "people:person": ("/people/{person}/", "200 200 200 200 200 200 200 404 404"),
    "people:organisations": ("/organisations/", EVERYBODY),
    "people:new-organisation": ("/organisations/new/", SIGNED_IN),
    "people:organisation-invitation": ("/organisations/invitation/forged/", GONE),
    "people:organisation": ("/organisations/ministry/", EVERYBODY),
    "people:invite-to-organisation": ("/organisations/ministry/invite/", POSTING),
    "people:leave-organisation": ("/organisations/ministry/leave/", POSTING),
    "spaces:list": ("/communities/water/spaces/", EVERYBODY),
    "spaces:new": ("/communities/water/spaces/new/", CORE_ONLY),
    "spaces:settings": ("/spaces/{outer}/settings/", CORE_OF_OUTER),
    "spaces:archive": ("/spaces/{outer}/archive/", POSTING),
    "spaces:mark-read": ("/spaces/{outer}/read/", POSTING),
    "spaces:new-topic": ("/spaces/{outer}/topics/new/", MEMBERS_SIGNED_IN),
    "spaces:save-topic-draft": ("/spaces/{outer}/draft/", POSTING),
    "spaces:space": ("/spaces/{outer_slug}/", MEMBERS),
    "spaces:reply": ("/t/{outer_topic}/reply/", MEMBERS_SIGNED_IN),
    "spaces:save-reply-draft": ("/t/{outer_topic}/draft/", POSTING),
    "spaces:vote": ("/t/{outer_topic}/vote/", POSTING),
    "spaces:lock": ("/t/{outer_topic}/lock/", POSTING),
    "spaces:pin": ("/t/{outer_topic}/pin/", POSTING),
    "spaces:move": ("/t/{outer_topic}/move/", CORE_OF_OUTER),
    "spaces:topic": ("/t/{core_topic_slug}/", CORE_SPACE),
    "spaces:post": ("/p/{outer_post}/", "302 302 302 404 404 404 404 404 404"),
    "spaces:edit-post": ("/p/{outer_post}/edit/", "200 403 403 404 404 404 404 302 302"),
    "spaces:post-history": ("/p/{outer_post}/history/", MEMBERS),
    "spaces:delete-post": ("/p/{outer_post}/delete/", POSTING),
    "spaces:restore-post": ("/p/{outer_post}/restore/", POSTING),
    "spaces:drafts": ("/drafts/", SIGNED_IN),
    "spaces:discard-draft": ("/drafts/1/discard/", POSTING),
    "spaces:file": ("/files/forged/", ABSENT),
    "chat:rooms": ("/communities/water/chat/", EVERYBODY),
    "chat:new": ("/communities/water/chat/new/", CORE_ONLY),
    "chat:settings": ("/rooms/{outer_room}/settings/", CORE_OF_OUTER),
    "chat:close": ("/rooms/{outer_room}/close/", POSTING),
    "chat:export": ("/rooms/{outer_room}/export/json/", POSTING),
    "chat:keep": ("/rooms/{outer_room}/keep/", CORE_OF_OUTER),
    "chat:send": ("/rooms/{outer_room}/send/", "405 405 405 405 405 405 405 405 405"),
    "chat:changes": ("/rooms/{outer_room}/changes/", "200 200 200 404 404 404 404 401 401"),
    "chat:read": ("/rooms/{outer_room}/read/", POSTING),
    "chat:notify": ("/rooms/{outer_room}/notify/", POSTING),
    "chat:room": ("/rooms/{core_room_slug}/", CORE_SPACE),
    "chat:hours": ("/quiet-hours/", SIGNED_IN),
    "chat:message": ("/m/{outer_message}/", "302 302 302 404 404 404 404 404 404"),
    "chat:edit": ("/m/{outer_message}/edit/", "200 403 403 404 404 404 404 302 302"),
    "chat:history": ("/m/{outer_message}/history/", MEMBERS),
    "chat:delete": ("/m/{outer_message}/delete/", POSTING),
    "chat:restore": ("/m/{outer_message}/restore/", POSTING),
    "chat:react": ("/m/{outer_message}/react/", POSTING),
    "chat:file": ("/chat-files/forged/", ABSENT),
    "mail:hand-over": ("/communities/water/import/", CORE_ONLY),
    "mail:archive": ("/communities/water/import/1/", "404 403 403 403 403 403 403 302 302"),
}

# What a forged or impatient POST is answered; nothing may change for anybody but the right ones.
POSTS = {
    "communities:promote": ("302 403 403 403 403 403 403 302 302"),
    "communities:move": ("302 302 302 302 302 302 302 302 302"),
    "communities:revoke": ("404 403 403 403 403 403 403 302 302"),
    "communities:decide": ("404 403 403 403 403 403 403 302 302"),
    "communities:propose": ("404 403 403 403 403 403 403 302 302"),
    "communities:close": ("302 403 403 403 403 403 403 302 302"),
    "people:invite-to-organisation": ("403 403 403 403 403 403 400 302 302"),
    "people:leave-organisation": ("302 302 302 302 302 302 302 302 302"),
    "spaces:archive": ("302 403 403 404 404 404 404 302 302"),
    "spaces:mark-read": ("302 302 302 404 404 404 404 302 302"),
    "spaces:save-topic-draft": ("200 200 200 404 404 404 404 302 302"),
    "spaces:save-reply-draft": ("200 200 200 404 404 404 404 302 302"),
    "spaces:vote": ("302 302 302 404 404 404 404 302 302"),
    "spaces:lock": ("302 403 403 404 404 404 404 302 302"),
    "spaces:pin": ("302 403 403 404 404 404 404 302 302"),
    "spaces:delete-post": ("302 403 403 404 404 404 404 302 302"),
    "spaces:restore-post": ("302 403 403 404 404 404 404 302 302"),
    "chat:close": ("302 403 403 404 404 404 404 302 302"),
    "chat:export": ("200 403 403 404 404 404 404 302 302"),
    "chat:send": ("400 400 400 404 404 404 404 302 302"),
    "chat:read": ("204 204 204 404 404 404 404 302 302"),
    "chat:notify": ("302 302 302 404 404 404 404 302 302"),
    "chat:delete": ("302 403 403 404 404 404 404 302 302"),
    "chat:restore": ("302 403 403 404 404 404 404 302 302"),
    "chat:react": ("302 302 302 404 404 404 404 302 302"),
    "spaces:discard-draft": ("404 404 404 404 404 404 404 302 302"),
}
