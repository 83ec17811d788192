# Everything the bot says, in English. Words only: markup is put round values by the code.
# Values that name (#12) come as text, values that count as numbers.

### Lists, numbers, lengths

list-and = { $names } and { $last }
list-more = { $names } and { $more } more
cut = { $text }… ({ $length } characters)
length-instant = under a second
length-seconds = { $n } s
length-minutes = { $n } min
length-hours = { $n } h
length-days = { $n ->
    [one] 1 day
   *[other] { $n } days
 }
people = { $n ->
    [one] 1 person
   *[other] { $n } people
 }
me = you
everyone = everyone
group-name = the group { $name }
tag-name = everyone tagged { $name }

### Times. Patterns are CLDR's (babel.pocoo.org)

pattern-date = EEEE d MMMM y
pattern-short-date = EEE d MMM
pattern-short-date-year = EEE d MMM y
day-at = { $day } at { $time }
short-day-at = { $day } { $time }
on-when = on { $when }
in-zone = { $when } { $zone } time
starting = { $when }, starting { $day }
with-until = { $when }, until { $day }
with-except = { $when }, except { $days }
rule-at = { $rule } at { $times }
rule-count = { $rule }, { $count } times
rule-daily = { $every ->
    [1] every day
   *[other] every { $every } days
 }
rule-hourly = { $every ->
    [1] every hour
   *[other] every { $every } hours
 }
rule-minutely = { $every ->
    [1] every minute
   *[other] every { $every } minutes
 }
rule-weekdays = every weekday
rule-weekly = { $every ->
    [1] every { $days }
   *[other] every { $every } weeks on { $days }
 }
rule-monthly = { $every ->
    [1] every month on { $days }
   *[other] every { $every } months on { $days }
 }
rule-yearly = { $every ->
    [1] every year on { $day } { $month }
   *[other] every { $every } years on { $day } { $month }
 }
rule-weekly-bare = { $every ->
    [1] every week
   *[other] every { $every } weeks
 }
rule-monthly-bare = { $every ->
    [1] every month
   *[other] every { $every } months
 }
rule-yearly-bare = { $every ->
    [1] every year
   *[other] every { $every } years
 }
rule-working-day = { $which ->
    [1] on the first working day of every month
   *[other] on the last working day of every month
 }
rule-other = by the rule { $rule }
last-day = the last day
day-of-month = the { $day ->
    [1] 1st
    [2] 2nd
    [3] 3rd
    [21] 21st
    [22] 22nd
    [23] 23rd
    [31] 31st
   *[other] { $day }th
 }
nth-weekday = the { $n ->
    [1] first
    [2] second
    [3] third
    [4] fourth
    [5] fifth
    [-2] second to last
   *[-1] last
 } { $weekday }

### A message, as its bubble shows it

head-scheduled = Scheduled { $number } to { $who }
head-reminder = Reminder { $number } for you
head-now = Sending { $number } to { $who }
head-moved = Moved { $number } to { $who }
head-edited = Changed { $number } to { $who }
head-paused = Paused { $number } to { $who }
head-resumed = Resumed { $number } to { $who }
head-skipped = Skipped the next one of { $number } to { $who }
head-skipped-days = Skipped some of { $number } to { $who }
head-cancelled = Cancelled { $number } to { $who }
head-undone = Undone: { $number } to { $who }
head-shown = { $number } to { $who }
head-people = { $head } ({ $n ->
    [one] 1 person
   *[other] { $n } people
 })
was-when = Was due { $when }
leaves-in = Leaves at { $time }, in ten seconds.
here-it-is = Here that is { $when }.
next-times = Next: { $times }
next-time = Next: { $time }
spread = At this channel's pace they leave from { $first } to { $last }.
state-paused = Paused: nothing leaves until you resume it.
state-paused-until = Paused until { $day }: nothing leaves before.
state-paused-past = Paused, and its time has passed. Give it a new one, such as: move { $number } to friday 9am
state-cancelled = Cancelled: nothing more of it leaves.
state-over = It has left; nothing more is to come.
missing-phone = { $n ->
    [one] { $names } has no number yet. Give it to me: add contact { $first } +351 912 345 678
   *[other] { $names } have no number yet. Give them to me, such as: add contact { $first } +351 912 345 678
 }
blocked-people = { $n ->
    [one] { $names } wrote STOP and gets nothing until they write START.
   *[other] { $names } wrote STOP and get nothing until they write START.
 }
channel-waits = The channel { $channel } is not working now. What comes due waits for it, up to its lateness limit.
in-workspace = In { $workspace }.
also-staff-of = You are on the staff of { $n } workspaces. I work in { $workspace } here; the others are { $others }.

tick-waiting = 🕘 Waiting
tick-sending = 🕘 Leaving now
tick-sent = ✓ Sent
tick-delivered = ✓✓ Delivered
tick-read = ✓✓ Read
tick-failed = ✗ Failed
tick-unsure = ? Unsure whether it arrived
tick-skipped = – Not sent
tick-cancelled = – Called off
count-waiting = { $n } waiting
count-sent = { $n } sent ✓
count-delivered = { $n } delivered ✓✓
count-read = { $n } read
count-failed = { $n } failed ✗
count-unsure = { $n } unsure ?
count-skipped = { $n } not sent
count-cancelled = { $n } called off
progress-last = Last time, { $when }: { $progress }

assumed-am = I read the hour as morning.
assumed-pm = I read the hour as afternoon.
assumed-noon = I read 12 as noon.
assumed-day-first = I read the date as day first, then month.
assumed-month-first = I read the date as month first, then day.
assumed-year-first = I read the date as year first.
assumed-hours = I read the hour by your opening hours.
assumed-other = I assumed: { $what }.
instead = { $what } instead?

button-undo = Undo
button-stop = Stop
button-pause = Pause
button-resume = Resume
button-cancel = Cancel
button-skip = Skip next
button-show = { $number }
button-yes = Yes
button-no = No
button-never-mind = Never mind
button-retry = Send again
button-arrived = It arrived
button-not-arrived = It did not – send again
button-more = More
tap-done = Already done.
tap-late = Too late: it has left.
tap-changed = It has changed since. Look at it again.
tap-gone = This button is too old. Write it to me instead.
tap-ok = Done.

### Confirming

confirm = Send this to { $n ->
    [one] 1 person
   *[other] { $n } people
 }?
confirm-now = Send this to { $n ->
    [one] 1 person
   *[other] { $n } people
 } now?
confirm-dropped = Dropped: nothing was scheduled.
question-dropped = Dropped: nothing was done.
question-replaced = (Your earlier question is dropped.)
nothing-open = There is no question open.
yes-words = yes | y | yep | yeah | ok | okay | sure | do it | go | go ahead | confirm
no-words = no | n | nope | never mind | nevermind | forget it | cancel | drop it | stop | not now

### Readings, said aloud. What they say about when reads to the same times

read-schedule = I send “{ $text }” to { $who } { $when }.
read-now = I send “{ $text }” to { $who } now.
read-remind = I remind you { $when }: “{ $text }”
read-send-again = I send { $numbers } now.
read-cancel = I cancel { $numbers }.
read-move = I move { $numbers } to { $when }.
read-move-one = I move only the next one of { $numbers } to { $when }.
read-shift = I move { $numbers } by { $shift }.
read-edit = I change { $numbers }: { $what }.
read-pause = I pause { $numbers }.
read-pause-until = I pause { $numbers } until { $day }.
read-resume = I resume { $numbers }.
read-skip = I leave out the next one of { $numbers }.
read-skip-days = I leave out { $days } of { $numbers }.
read-retry = I send again what failed of { $numbers }.
read-undo = I take back your last change.
list-for = { " " }to { $who }
read-list = I list what goes out{ $who }.
read-list-day = I list what goes out{ $who } on { $day }.
read-list-range = I list what goes out{ $who } from { $first } to { $last }.
read-show = I show { $numbers }.
read-history = I show what was sent to { $who }.
read-status = I show how far it got.
read-add-contact = I add the contact { $name }.
read-add-contact-phone = I add the contact { $name } with the number { $phone }.
read-tag = I tag { $who } as { $tags }.
read-contacts = I list your contacts.
read-digest = I show this week's digest.
read-help = I say what I can do.
read-other = I understood: { $intent }.
edit-text = the text becomes “{ $text }”
edit-rule = it repeats { $rule }
edit-starts = it starts on { $when }
edit-until = it ends on { $day }
edit-add = { $who } gets it too
edit-remove = { $who } no longer gets it
so-far = So far I have: { $what }.
so-far-move = move { $numbers } to { $when }
so-far-move-shift = move { $numbers } by { $shift }
so-far-text = “{ $text }”
so-far-to = to { $who }
so-far-when = { $when }
so-far-rule = { $rule }
so-far-number = for { $numbers }

### Questions

ask-missing-time = When shall it leave?
ask-missing-time-move = To when shall I move { $numbers }?
ask-missing-day = On which day?
ask-missing-message = What shall it say?
ask-missing-recipient = To whom?
ask-missing-target = Which message do you mean? Give me its number, such as #12.
ask-missing-contact = Whom do you mean? Such as: add contact Bruno +351 912 345 678
ask-missing-phone = What is their number? Write it all at once, such as: add contact Bruno +351 912 345 678
ask-missing-tag = Which tag?
ask-missing-rule = Shall it repeat? Write it with every or weekly, such as: every Monday at 18:00
ask-missing-other = What is missing is: { $what }. Can you say it?
ask-past = That time has passed. When shall it leave instead?
ask-ambiguous_recipient = Whom do you mean?
ask-unknown_recipient = I do not know { $unknown }. Whom do you mean? For someone new: add contact { $first } +351 912 345 678
ask-unknown_recipient-offers = I do not know { $unknown }. Do you mean one of these?
ask-time_in_message = Does the time belong to the text, or is it when the message leaves?
ask-invalid_time = There is no such time. Which time do you mean?
ask-invalid_date = There is no such date. Which day do you mean?
ask-short_months = Some months have no such day. What then?
ask-same_weekday = Do you mean today, or a week from today?
ask-next_weekday = Which day do you mean?
ask-high_frequency = That is { $rule }. Is that what you want?
ask-date_order = Which date do you mean?
ask-am_pm = Morning or afternoon?
ask-multiple_commands = That is more than one thing at once. Please write them one at a time.
ask-multiple_times = You named more than one time. Which one do you mean?
ask-ambiguous_target = Which message do you mean?
ask-confirm_all = { $n ->
    [one] That is one message: { $numbers }. Shall I?
   *[other] That is { $n } messages: { $numbers }. Shall I?
 }
ask-all_contacts = That goes to all your contacts. Shall I?
ask-scope = Only the next one, or this and all that follow?
ask-biweekly = Does that mean every two weeks, or twice a week?
ask-nth_or_interval = Do you mean once a month, or every so many weeks?
ask-weekend = Saturday, Sunday, or both?
ask-vague_time = At what time exactly?
ask-no_clock = At what time?
ask-weekday_mismatch = The weekday and the date do not agree. Which day do you mean?
ask-not_understood = I did not understand { $unknown }. Write it like this, for example:
ask-unknown_zone = I do not know that time zone. Name a city, such as Lisbon time.
ask-unknown_id = There is no such message. Write list to see their numbers.
ask-unknown_target = I find no such message. Which one do you mean? Write list to see their numbers.
ask-not_a_series = That one is sent only once, so there is no next one to skip. You can cancel it.
ask-not_due = It is not due then. See its times with show and its number.
ask-invalid_phone = That is no phone number that I can use. Write it with its country code, such as +351 912 345 678.
ask-which_way = Earlier or later?
ask-unknown_channel = There is no channel { $unknown }. Leave it out, or name one that there is.
ask-midnight = At the start of that day, or at its end?
ask-start = From when on?
ask-until_before_start = The end lies before the start. What should the end be?
ask-too_far = That is too far away. Name a time within the next ten years.
ask-missing-change = What shall I change? Such as: to friday 5pm, or weekly.
ask-other = I am not sure how you mean that. Can you say it another way?
option-all-text = It is part of the text
option-leaves = It leaves { $when }
option-scope-one = Only the next
option-scope-all = This and all that follow
option-last-day = The last day of the month
option-skip-months = Only months with that day
option-number = { $number } { $hint }
option-add = Add { $name }
option-yes = Yes
option-now = Now
option-as-is = Yes, as it is
waiting-still = I still wait for an answer:

### Refusals of sentences

refuse-past = That day has passed. Name one that is still to come.
refuse-invalid_time = There is no such time. Hours go from 0:00 to 23:59.
refuse-invalid_date = There is no such date. Please name another day.
refuse-too_frequent = Every minute is too often. Once every two minutes is the most I do, and I ask before that.
refuse-until_before_start = The end lies before the start. Please name a later end.
refuse-group_chat = I cannot write into WhatsApp group chats yet. Name people, a group of contacts or a tag.
refuse-unknown_id = There is no such message. Write list to see their numbers.
refuse-too_far = That is too far away. Name a time within the next ten years.
refuse-nobody_left = Then nobody would be left. Name somebody who gets it.
refuse-unread = I understood the words but not what to do. Please say it another way.
refuse-other = I cannot do that. Write help to see what I can do.
refuse-too_long_text = That is too long. Please shorten it.
refuse-too_long = That is too long for one message ({ $length } characters). Up to { $most } I can read; please shorten it.
not-command = I look after messages to your contacts. You could write, for example:
example-schedule = send 'hello' to { $who } tomorrow 9am weekly
example-send_now = send 'on my way' to { $who } now
example-remind = remind me to call the bank tomorrow at 10am
example-list = list what goes out this week
example-show = show #1
example-cancel = cancel #1
example-move = move #1 to friday 5pm
example-pause = pause #1
example-resume = resume #1
example-skip = skip the next one of #1
example-undo = undo
example-retry = retry #1
example-add_contact = add contact Bruno +351 912 345 678
example-contacts = contacts
example-tag = tag { $who } as vip
example-history = what did we send { $who }
example-status = did { $who } get it?
example-digest = digest

### Refusals of what cannot be done (core.errors codes)

error-already_cancelled = { $number } is cancelled already.
error-already_left = { $number } has left; there is nothing more to change. Write it anew to send it again.
error-already_paused = { $number } is paused already. Write resume { $number } to let it run again.
error-changed_meanwhile = { $number } changed at this very moment. Look at it with show { $number } and try again.
error-changed_since = { $number } has changed since, so that can no longer be undone. Look at it with show { $number }.
error-not_a_series = { $number } is sent only once, so there is no next one to skip. Write cancel { $number } instead.
error-not_due_then = { $number } is not due then, so there is nothing to skip. See its times with show { $number }.
error-not_paused = { $number } is not paused.
error-nothing_to_come = { $number } has no time to come. Give it a new one with move { $number } to friday 9am.
error-nothing_to_retry = Nothing of { $number } failed or was left out, so there is nothing to send again.
error-nothing_to_undo = There is nothing of yours to undo.
error-already_settled = This is settled already.
error-phone_taken = { $phone } belongs to { $name } already. Write to { $name } instead, or give me another number.
error-not_allowed = For that one needs to be { $needs }; you are { $role }. Ask an owner.
error-not_yours = That message is somebody else's. Ask its author, a manager or an owner.
error-never_due = That never comes due: no date fits the rule before its end. Please name another time or end.
error-no_text = There is no text to send. Put it in quotes, such as send 'hello' to Ana.
error-no_time = To when shall I move { $number }? Such as: move { $number } to friday 5pm.
error-nobody_left = Then nobody would be left who gets { $number }. Write cancel { $number } to call it off.
error-nobody = There is nobody in that audience. Add people first, such as: add contact Bruno +351 912 345 678.
error-past = That time has passed. Name one that is still to come.
error-bad_phone = “{ $phone }” is no phone number that I can use. Write it with its country code, such as +351 912 345 678.
error-bad_name = That name is empty or too long. Use up to 200 characters, such as: add contact Bruno +351 912 345 678.
error-bad_pace = That is no pace. Write it as 12s, 5-30s or 29/s.
error-bad_channel_name = That is no name for a channel. Use letters, digits and hyphens.
error-bad_daily_limit = That is no daily limit. Use a number of messages.
error-bad_url = That is no address of a gateway. It begins with http:// or https://.
error-bad_json = That is no readable data.
error-channel_needs = This gateway needs { $option } as well.
error-channel_exists = There is a channel { $name } already. Choose another name.
error-channel_used = The channel { $name } still has messages. Cancel them first.
error-no_channel = There is no channel to send through yet. An owner adds one with: belfry channel add NAME --gateway waha
error-no_channel-name = There is no channel { $name }. See them with: belfry channel list
error-channel = There is no channel { $name }. See them with: belfry channel list
error-gateway = There is no gateway { $name }. See them with: belfry channel kinds
error-hook = There is no such address.
error-no_message = There is no { $number }. Write list to see what there is.
error-no_question = That question is no longer there.
error-no_delivery = That message is no longer there.
error-no_contact = There is no such contact. Write contacts to see them.
error-one_person = I can show one person at a time. Write, for example: what did we send { $who }
error-other = That did not work. Write help to see what I can do.
error-crash = Sorry, something went wrong on my side and I could not do that. Please try once more.

### Lists and looks

list-empty = Nothing is scheduled. Try: { $example }
list-empty-range = Nothing goes out from { $first } to { $last }.
list-empty-day = Nothing goes out on { $day }.
list-empty-for = Nothing is scheduled for { $who }.
list-head = { $n ->
    [one] One message goes out:
   *[other] { $n } messages go out:
 }
list-line = { $number } · { $when } · { $who } · { $text }
list-line-rule = { $number } · { $when }, { $rule } · { $who } · { $text }
list-paused-head = Paused:
list-paused-line = { $number } · { $who } · { $text }
list-rest = Only the first { $n } are shown. Ask for a day, such as: list tomorrow
contacts-empty = There are no contacts yet. Try: { $example }
contacts-head = { $n ->
    [one] One contact:
   *[other] { $n } contacts:
 }
contacts-more-head = Contacts:
contact-line = { $name } · { $phone }
contact-line-tags = { $name } · { $phone } · { $tags }
contact-no-phone = no number yet
contact-blocked = wrote STOP
history-empty = Nothing was sent to { $who } yet.
history-head = Sent to { $who }, newest first:
history-line = { $when } · { $number } · { $tick } · { $text }
history-cause = { $tick } ({ $cause })
status-head = { $number } to { $who }:
status-line = { $who }: { $tick } { $when }
status-more = … and { $n } more.
status-nothing = { $number } has not left yet. { $next }
status-nothing-yet = Nothing has gone to { $who } yet.
status-due = It is due { $when }.
added-contact = Added { $name }.
added-contact-phone = Added { $name } with { $phone }. Try: { $example }
known-contact = { $name } is in your contacts already, with { $phone }.
no-card-phone = This contact card holds no phone number.
tagged = { $n ->
    [one] 1 person is now tagged { $tags }.
   *[other] { $n } people are now tagged { $tags }.
 }
retried = { $n ->
    [one] One message of { $number } is sent again now.
   *[other] { $n } messages of { $number } are sent again now.
 }
cancelled-several = Cancelled { $numbers }. Nothing more of them leaves.
paused-several = Paused { $numbers }. Nothing of them leaves until you resume them.
resumed-several = Resumed { $numbers }.
answer-sent = To { $who }, through { $channel }.
answer-nobody = I do not know whose number that was, so I cannot answer there. Add them first: add contact NAME +351 912 345 678
edit-ignored = An edit changes nothing here. Please write it again as a new message.
file-not-yet = I cannot read files yet. Write to me, or share a contact card.
voice-not-yet = I can read text and contact cards only.

### Hello and help

hello = Hello { $name }. I send WhatsApp messages for { $workspace }: on time, once, and I tell you what became of them. Try:
hello-again = I say back what I understood, and most things have an Undo button. Write help for more.
role-owner = an owner
role-manager = a manager
role-sender = a sender
role-viewer = a viewer
joined = Welcome, { $name }. You are now { $role } of { $workspace }.
stranger = I am the assistant of a team and talk to its staff only. If you belong to it, ask an owner for an invitation and send it to me as /start CODE.
bad-invite = This invitation is not valid: it was used, is too old or has a typing error. Ask an owner for a new one.
help-head = Write to me as you would to a person. For example:
help-foot = Times may repeat (weekly, every weekday, on the 1st of each month) and end (until 30 June). Reply to a bubble to talk about its message. Text in quotes goes out exactly as you wrote it.
command-start = Say hello
command-help = What I can do
command-list = What goes out next
command-contacts = Who is in your contacts
command-digest = How this week went
command-undo = Take back your last change
about-bot = Schedules WhatsApp messages for a team: write what, to whom and when.

### Notices

cause-opted_out = they wrote STOP
cause-no_phone = no number is known
cause-too_late = it was too late
cause-missed = Belfry was not running then
cause-nobody = nobody was in the audience
cause-restored = it may have left before Belfry was put back from a backup
cause-left_out = taken out of the audience
cause-moved = moved
cause-paused = paused
cause-cancelled = cancelled
cause-no_such_number = the number is not on WhatsApp
cause-bad_number = the number is not valid
cause-bad_request = WhatsApp's gateway refused the message
cause-unprocessable = WhatsApp's gateway refused the message
cause-refused_by_whatsapp = WhatsApp refused it
cause-new_contacts_paused = WhatsApp does not let this number write to new people now
cause-provider_failed = WhatsApp could not deliver it
cause-bad_key = the channel's key is not accepted
cause-bad_url = the channel's address is wrong
cause-unknown_session = the channel's session is unknown at the gateway
cause-not_working = the channel's session is not working
cause-not_found = the gateway does not answer at its address
cause-slow_down = the gateway asks to go slower
cause-other = { $code }
cause-count = { $n } because { $cause }
notice-failed = { $n ->
    [one] { $number } “{ $title }” to { $who } failed: { $causes }.
   *[other] { $n } messages of { $number } “{ $title }” failed: { $causes }.
 }
notice-failed-do = To send again what failed, once the cause is mended, tap the button or write retry { $number }.
notice-skipped = { $n ->
    [one] { $number } “{ $title }” to { $who } was not sent: { $causes }.
   *[other] { $n } messages of { $number } “{ $title }” were not sent: { $causes }.
 }
notice-skipped-do = If it should still go, tap the button or write retry { $number }.
notice-skipped-opted_out = They get messages again once they write START.
notice-skipped-no_phone = Give me the number, such as: add contact { $first } +351 912 345 678. Then tap the button or write retry { $number }.
notice-skipped-missed = If it should still go, write send { $number } now.
notice-unsure = I cannot tell whether { $number } “{ $title }” reached { $who }: the answer to sending it at { $when } never came. Please look at the phone.
notice-unsure-arrived = { $number } to { $who }: settled, it arrived.
notice-unsure-again = { $number } to { $who }: settled, it is sent again now.
notice-unsure-settled = { $number } to { $who }: it settled by itself.
notice-alarm = { $number } “{ $title }” reached { $who } although it was called off. This must not happen; please tell whoever looks after Belfry.
notice-channel-down = The channel { $name } is not working: { $reason }. Messages that come due wait for it, up to their lateness limits.
notice-channel-down-scan = Open its gateway and scan the code with the phone again.
notice-channel-down-key = Check its key and address with: belfry channel check { $name }
notice-channel-down-wait = You need do nothing if it comes back by itself; look at the phone and the gateway if it does not.
notice-preflight = The channel { $name } is not working: { $reason }. { $n ->
    [one] One message is
   *[other] { $n } messages are
 } due over it within the hour, the first at { $when }.
notice-restored = Belfry was put back from a backup: it is as it was at { $when }. Changes, cancellations and STOPs since then are not in it; please look through the list.
notice-restored-held = { $n ->
    [one] One copy was due since then and may have left already, so it was not sent.
   *[other] { $n } copies were due since then and may have left already, so they were not sent.
 } If it did not leave, write: { $retries }
notice-restored-retry = retry { $number }
notice-restored-more = { $n ->
    [one] And one more message, which list names.
   *[other] And { $n } more messages, which list names.
 }
notice-restored-unsure = { $n ->
    [one] One was in the air when the backup was made; I ask about it by itself.
   *[other] { $n } were in the air when the backup was made; I ask about each by itself.
 }
notice-channel-back = The channel { $name } works again.
health-starting = its session is still starting
health-scan_qr_code = the phone is logged out
health-passkey_required = the phone asks for a passkey
health-passkey_confirmation_required = the phone waits for its passkey to be confirmed
health-new_contacts_capped = WhatsApp lets this number write to no more new people this month
health-new_contacts_warning = WhatsApp warns that this number writes to many new people
health-stopped = its session is stopped
health-failed = its session has failed
health-down = its gateway does not answer
health-halted = its gateway refuses us
health-other = { $reason }
notice-answer = { $who } writes:
notice-answer-do = Reply to this bubble to answer through the same channel.
notice-opted_out = { $who } wrote STOP. Nothing more goes to them until they write START.
notice-opted_in = { $who } wrote START and gets messages again.
notice-reminder = Reminder: { $text }
no-text-kind = (no text: { $kind })

### Digest

digest-head = { $workspace }, week of { $first } to { $last }
digest-quiet = Nothing was due.
digest-due = { $due ->
    [one] 1 message was due
   *[other] { $due } messages were due
 }: { $sent } sent, { $delivered } delivered, { $read } read.
digest-trouble = { $failed } failed, { $unsure } unsure, { $skipped } not sent.
digest-no-trouble = None failed, none unsure, none left out.
digest-causes = Why: { $causes }.
digest-lateness = Lateness: { $median } in the middle, { $worst } at worst.
digest-doubles-none = Sent twice: none. Every message has one id of its own, and no second id was ever accepted for one.
digest-doubles-unsure = Sent twice: none known. Every message has one id of its own; of { $unsure } I cannot tell yet whether they arrived at all.
digest-doubles = Sent twice: { $n }. This must not happen; please tell whoever looks after Belfry.
digest-coverage = Receipts came for { $percent } % of what was sent.
digest-needs-head = Needs you:
digest-need-unsure = { $number } to { $name }: look at the phone whether it arrived.
digest-need-failed = { $number } to { $name } failed: retry { $number }
digest-need-channel_down = The channel { $name } is not working.
digest-need-no_phone = { $name } has no number: add contact { $name } +351 912 345 678
digest-need-more = … and { $n } more.
digest-needs-none = Nothing needs you.
digest-opt-outs = { $n ->
    [0] Nobody wrote STOP.
    [one] One person wrote STOP.
   *[other] { $n } people wrote STOP.
 }
digest-answers = { $n ->
    [one] One answer came in.
   *[other] { $n } answers came in.
 }
digest-next-head = Next week:
digest-next-none = Next week nothing is scheduled.
digest-next-line = { $day }: { $n }

### Small parts

all-but = { $who } except { $others }
shift-later = { $length } later
shift-earlier = { $length } earlier
