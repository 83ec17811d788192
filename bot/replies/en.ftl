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
for-me = you
everyone = everyone
group-name = the group { $name }
tag-name = everyone tagged { $name }
to-name = { $name }
to-group = the group { $name }
to-tag = everyone tagged { $name }

### Times. Patterns are CLDR's (babel.pocoo.org)

pattern-date = EEEE d MMMM y
pattern-weekday-day = EEE d
pattern-short-date = EEE d MMM
pattern-short-date-year = EEE d MMM y
pattern-except = d MMMM y
day-at = { $day } at { $time }
short-day-at = { $day } { $time }
on-when = on { $when }
one-day = { $day }
in-zone = { $when } { $zone } time
starting = { $when }, starting { $day }
with-until = { $when }, until { $day }
with-except = { $when }, except { $days }
rule-at = { $rule } at { $times }
rule-count = { $rule }, { $count ->
    [one] 1 time
   *[other] { $count } times
 }
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
weekly-day = { $weekday }
rule-monthly = { $every ->
    [1] on { $days } of every month
   *[other] on { $days } of every { $every } months
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
rule-yearly-days = { $every ->
    [1] every year on { $days } of { $month }
   *[other] every { $every } years on { $days } of { $month }
 }
rule-year-days = on { $days } of every year
rule-months = { $rule } except in { $months }
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
nth = the { $n ->
    [1] first
    [2] second
    [3] third
    [4] fourth
    [5] fifth
    [21] 21st
    [22] 22nd
    [23] 23rd
    [-5] fifth to last
    [-4] fourth to last
    [-3] third to last
    [-2] second to last
    [-1] last
   *[other] { $n }th
 } { $noun }
noun-weekday = { $weekday }
noun-day = day
noun-work = working day
noun-weekend = weekend day
day-or-last = { $first } or else the last day

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
leaves-in = Leaves at { $time }, in { $n ->
    [one] one second
    [10] ten seconds
   *[other] { $n } seconds
}.
here-it-is = Here that is { $when }.
next-times = Next: { $times }
next-time = Next: { $time }
spread = At this channel's pace they leave from { $first } to { $last }.
state-paused = Paused: nothing leaves until you resume it.
state-paused-until = Paused until { $day }: nothing leaves before.
state-paused-past = Paused, and its time has passed. Give it a new one, such as: move { $number } to friday 9am
state-cancelled = Cancelled: nothing more of it leaves.
state-over = It has left; nothing more is to come.
placeholder-name = name
fills-name = { $n ->
    [one] { $name } becomes the name: { $who }.
   *[other] { $name } becomes the name of each of them.
}
fills-nothing-else = { $n ->
    [one] { $names } goes out as it is written: only { $name } is filled in.
   *[other] { $names } go out as they are written: only { $name } is filled in.
}
missing-phone = { $n ->
    [one] { $names } has no number yet. Give it to me: add contact { $first } +351 912 345 678
   *[other] { $names } have no number yet. Give them to me, such as: add contact { $first } +351 912 345 678
 }
blocked-people = { $n ->
    [one] { $names } wrote STOP and gets nothing until they write START.
   *[other] { $names } wrote STOP and get nothing until they write START.
 }
barred-people = { $n ->
    [one] { $names } is blocked and gets nothing until you unblock them.
   *[other] { $names } are blocked and get nothing until you unblock them.
 }
template-people = { $n ->
    [one] one of them
   *[other] { $n } of them
 }
goes-as-template = { $n ->
    [one] { $names } will not have written in the 24 hours before: it goes in your template { $template }, on one line.
   *[other] { $names } will not have written in the 24 hours before: to them it goes in your template { $template }, on one line.
 }
needs-template = { $n ->
    [one] { $names } will not have written in the 24 hours before, and WhatsApp then takes only approved templates: it will not leave unless they write. To name one: belfry channel set { $channel } --set template=NAME
   *[other] { $names } will not have written in the 24 hours before, and WhatsApp then takes only approved templates: to them it will not leave unless they write. To name one: belfry channel set { $channel } --set template=NAME
 }
late-reminder = A reminder: if it cannot leave within 15 minutes of its time, it is skipped and you hear it.
late-at-most = It leaves at most { $length } late; else it is skipped and you hear it.
late-even_if_late = It leaves even if it is late, within a day.
late-only_if_on_time = It leaves only if it is on time, to the minute; else it is skipped and you hear it.
answered-if_not = It leaves only if they have not written since you scheduled it, or since its last copy; else it is skipped and you hear it.
answered-until = It goes on until they write back; then it ends for them.
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
by-stand-in = { $n ->
    [one] One goes through { $channel }, as its own channel does not work.
   *[other] { $n } go through { $channel }, as their own channel does not work.
 }

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
button-go-on = Go on sending
button-send-rest = { $n ->
    [one] Send it now
   *[other] Send the { $n } now
 }
button-leave-rest = { $n ->
    [one] Leave it
   *[other] Leave them
 }
button-arrived = It arrived
button-not-arrived = It did not – send again
button-more = More
button-part-before = ‹ Before
button-part-after = Go on ›
button-calendar = Calendar
button-this-month = This month
button-month-before = ‹ { $month }
button-month-after = { $month } ›
tap-done = Already done.
tap-sends = { $n ->
    [one] One is being sent.
   *[other] { $n } are being sent.
 }
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
confirm-edit = { $gone ->
    [one] 1 person has
   *[other] { $gone } people have
 } the old text. Change it for the other { $n }?
confirm-dropped = Dropped: nothing was scheduled.
question-dropped = Dropped: nothing was done.
question-replaced = (Your earlier question is dropped.)
question-undone = For what was done before it, write { $example } once more.
nothing-open = There is no question open.
yes-words = yes | y | yep | yeah | ok | okay | sure | do it | go | go ahead | confirm
no-words = no | n | nope | never mind | nevermind | forget it | cancel | drop it | stop | not now

### Readings, said aloud. What they say about when reads to the same times

read-schedule = I send “{ $text }” to { $to } { $when }.
read-now = I send “{ $text }” to { $to } now.
read-remind = I remind you { $when }: “{ $text }”
read-send-again = I send { $numbers } now.
read-cancel = I cancel { $numbers }.
read-move = I move { $numbers } to { $when }.
read-move-rule = I move { $numbers } to { $when }.
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
read-history = I show what was sent to { $to }.
read-status = I show how far it got.
read-add-contact = I add the contact { $name }.
read-add-contact-phone = I add the contact { $name } with the number { $phone }.
read-tag = I tag { $to } as { $tags }.
read-untag = I take the tag { $tags } from { $who }.
read-join_group = I put { $who } into the group { $group }.
read-leave_group = I take { $who } out of the group { $group }.
read-new_group = I make the group { $group }.
read-remove_group = I delete the group { $group }; its people stay among the contacts.
read-groups = The groups:
read-members = Who is in { $group }:
read-rename = I rename { $who } to { $name }.
read-block = I block { $who }: nothing more goes to them.
read-remove_contact = I remove { $who } from the contacts.
read-unblock = I unblock { $who }.
read-contacts = I list your contacts.
read-digest = I show this week's digest.
read-calendar = I show the calendar of { $month }.
read-calendar-now = I show the calendar of this month.
read-help = I say what I can do.
read-other = I understood: { $intent }.
edit-text = the text becomes “{ $text }”
edit-rule = it repeats { $rule }
edit-starts = it starts on { $when }
edit-until = it ends on { $day }
edit-late-at-most = it leaves at most { $length } late
edit-late-even_if_late = it leaves even if it is late
edit-late-only_if_on_time = it leaves only if it is on time
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
ask-missing-phone-of = What is the number of { $name }? Write: add contact { $name } +351 912 345 678, or share the contact card.
ask-missing-tag = Which tag?
ask-missing-rule = Shall it repeat? Write it with every or weekly, such as: every Monday at 18:00
ask-missing-other = What is missing is: { $what }. Can you say it?
ask-past = That time has passed. When shall it leave instead?
ask-ambiguous_recipient = Whom do you mean?
ask-unknown_recipient = I do not know { $unknown }. Whom do you mean? For someone new: add contact { $first } +351 912 345 678
ask-unknown_recipient-offers = I do not know { $unknown }. Do you mean one of these? For someone new: add contact { $first } +351 912 345 678
ask-unknown_group-offers = There is no group { $unknown } yet. What do you want?
ask-unknown_group = There is no group { $unknown }. Write groups to see those there are.
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
ask-confirm_all-days = Of a series only { $days } is left out; it goes on after that.
ask-all_contacts = That goes to all your contacts. Shall I?
ask-scope = Only the next one, or this and all that follow?
ask-answered_now = That looks at answers from now on, so it needs a later time and somebody to answer it. When should it leave, and to whom?
ask-scope-day = Only that day, or the whole series from then on?
ask-biweekly = Does that mean every two weeks, or twice a week?
ask-nth_or_interval = Do you mean once a month, or every so many weeks?
ask-weekend = Saturday, Sunday, or both?
ask-vague_time = At what time exactly?
ask-no_clock = At what time?
ask-weekday_mismatch = The weekday and the date do not agree. Which day do you mean?
ask-not_understood = I did not understand { $unknown }. Write it like this, for example:
ask-not_understood-of = I did not understand { $unknown }. What I can do with { $numbers }: show, move, change, pause, skip once, cancel. Write it like this, for example:
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
option-leaves-then = It is when it leaves
option-leaves = It leaves { $when }
option-scope-one = Only the next
option-scope-all = This and all that follow
option-only-days = Only { $days }
option-last-day = The last day of the month
option-skip-months = Only months with that day
option-number = { $number } { $hint }
option-add = Add { $name }
option-group-new = Make the group { $name }
option-group = The group { $name }
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
puzzled-again = I still do not understand, sorry. Sentences like these I do; put in your own names and times:
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
example-untag = untag vip from { $who }
example-new_group = create group Parents with { $who }
example-groups = groups
example-rename = rename { $who } to { $who } Costa
example-block = block { $who }
example-unblock = unblock { $who }
example-history = what did we send { $who }
example-status = did { $who } get it?
example-digest = digest
example-calendar = calendar

### Refusals of what cannot be done (core.errors codes)

error-not_held = Sending goes on already.
error-already_cancelled = { $number } is cancelled already.
error-already_left = { $number } has left; there is nothing more to change. Write it anew to send it again.
error-already_chosen = Somebody has chosen that already. To see it, write: show { $number }
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
error-bad_pace = That is no pace. Write it as 12s, 5-30s, 29/s or 29/s burst 60.
error-bad_channel_name = That is no name for a channel. Use letters, digits and hyphens.
error-bad_daily_limit = That is no daily limit. Use a number of messages.
error-file_type = I cannot send this kind of file. Pictures (JPEG, PNG, WebP), videos, sounds, PDF, office documents and plain text go.
error-file_too_large = This file is too large: pictures may have 5 MB, everything else 16 MB.
error-not_public = I fetch files only from the open Internet, not from that address.
error-not_fetched = I could not fetch that file. Send it to me here instead.
error-too_many_redirects = That address leads on and on. Send me the file here instead.
error-bad_url = That is no address of a gateway. It begins with http:// or https://.
error-bad_json = That is no readable data.
error-too_large = That is too much at once.
error-channel_needs = This gateway needs { $option } as well.
error-unknown_setting = I know no setting “{ $name }” for { $gateway }; there are { $known }.
error-bad_choice = { $option } is one of: { $choices }.
error-other_gateway = { $name } is a channel of { $gateway }. Only channels of one gateway share an account.
error-channel_exists = There is a channel { $name } already. Choose another name.
error-channel_of_another = The channel { $name } belongs to somebody else. Leave “via” out, or name another channel.
error-channel_used = The channel { $name } still has messages. Cancel them first.
error-no_templates = The channel { $channel } knows no templates, so { $template } cannot go over it. Say the text in quotes, or name another channel with “via”.
error-templates_none = WhatsApp has approved no template for { $channel } that a sentence can fill. One makes them in the WhatsApp Manager.
error-gateway_refuses = The channel { $channel } cannot send this: { $cause }. Nothing is scheduled.
error-templates_away = I could not ask for the templates of { $channel }: { $reason }. Try again later, or name the template yourself.
error-template_too_full = The template { $template } has { $places ->
    [0] no place
    [one] one place
   *[other] { $places } places
 } to fill, and you gave { $given }.
error-template_needs_file = The template { $template } goes with { $kind ->
    [image] a picture
    [video] a video
   *[other] a document
 }: send me the file, with the sentence as its caption.
error-template_takes_no_file = The template { $template } takes no file. Send the sentence without it.
error-template_needs_more = The template { $template } has places in its headline or its buttons, and I cannot fill those. Take another one.
error-no_sheet = I find no people in this file. It needs a line for each, with name and phone: Ana, +351 912 345 678
error-sheet_too_large = This file has more than { $most } lines. Send it in parts.
error-text_of_template = { $number } goes by an approved template, whose words only WhatsApp changes. Cancel it and schedule it anew with other values.
error-no_channel = There is no channel to send through yet. An owner connects one: write add channel
error-no_channel-name = There is no channel { $name }. Write channels to see them.
error-channel = There is no channel { $name }. Write channels to see them.
error-gateway = There is no gateway { $name }. See them with: belfry channel kinds
error-hook = There is no such address.
error-no_day = There is no such day in the calendar. Write calendar to see this month.
error-no_message = There is no { $number }. Write list to see what there is.
error-no_question = That question is no longer there.
error-no_delivery = That message is no longer there.
error-no_contact = There is no such contact. Write contacts to see them.
error-no_tag = Nobody has the tag { $tag }. Write contacts to see the tags that there are.
error-only_people = Name people for that, not a whole group, a tag or everyone. Such as: block Bruno
error-only_one = I rename one person at a time. Such as: rename Ana to Ana Costa
error-name_taken = Somebody else goes by { $name } already, so the two could be mixed up. Choose another name, such as: rename { $who } to { $name } Costa
error-no_group = There is no group { $name }. Write groups to see those there are.
error-group_name_taken = Somebody is called { $name }, so the two could be mixed up. Choose another name for the group.
error-group_in_use = { $n ->
    [one] { $number } goes to the group { $name } or leaves it out: cancel or change it first.
   *[other] { $n } messages to come go to the group { $name } or leave it out, such as { $number }: cancel or change them first.
 }
error-same_name = They are called { $name } already.
error-name_changed = Their name has changed since: they are now { $name }. Write rename to change it.
error-already_undone = That is undone already.
error-no_undo = { $what ->
    [retry] What you had sent again has left and cannot be taken back.
    [send_rest] What you had sent after all has left and cannot be taken back.
    [settle] What you said about that message cannot be taken back.
    [go_on] Sending goes on since you said so; that cannot be taken back.
   *[other] Your last change cannot be taken back.
 } An earlier change has an Undo button of its own.
error-gets_messages = { $people ->
    [1] { $name } is to get { $number } by now, and stays in the contacts. Write cancel { $number } first.
   *[other] { $number } goes to somebody of them by now, so all stay in the contacts. Write cancel { $number } first.
 }
error-phone_changed = { $name } has another number by now, so that can no longer be undone.
error-setting_changed = That was changed again since, so this can no longer be undone. Write workspace or channels to see how it is.
error-invite_used = That invitation is used already. Write workspace to see who may talk to me.
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
contact-barred = blocked
history-empty = Nothing was sent to { $who } yet.
history-head = Sent to { $who }, newest first:
history-line = { $when } · { $number } · { $tick } · { $text }
history-head-days = Sent to { $who } { $days }, newest first:
history-empty-days = Nothing was sent to { $who } { $days }.
went-head = { $n ->
    [one] One message went out { $days }:
   *[other] { $n } messages went out { $days }, newest first:
 }
went-line = { $when } · { $number } · { $who } · { $tick } · { $text }
went-rest = Only the newest { $n } are shown. Ask for a day, such as: what went out yesterday
failed-head = { $n ->
    [one] Of one message something did not arrive { $days }:
   *[other] Of { $n } messages something did not arrive { $days }, newest first:
 }
failed-empty = Nothing failed { $days }.
went-empty = Nothing went out { $days }.
span-day = on { $day }
span-range = from { $first } to { $last }
history-cause = { $tick } ({ $cause })
tick-via = { $tick } via { $channel }
status-head = { $number } to { $who }:
status-line = { $who }: { $tick } { $when }
status-more = … and { $n } more.
status-nothing = { $number } has not left yet. { $next }
status-nothing-yet = Nothing has gone to { $who } yet.
status-due = It is due { $when }.
added-contact = Added { $name }.
added-contact-phone = Added { $name } with { $phone }. Try: { $example }
known-contact = { $name } is in your contacts already, with { $phone }.
known-contact-no-phone = { $name } is in your contacts already, without a number. Give it to me: add contact { $first } +351 912 345 678
no-card-phone = This contact card holds no phone number.
people-tag = { $n ->
    [one] { $who } now has the tag { $value }.
   *[other] { $who } now have the tag { $value }.
 }
people-tag-others = { $n ->
    [one] { $who } had the tag { $value } already.
   *[other] { $who } had the tag { $value } already.
 }
people-tag-undone = { $n ->
    [one] Undone: { $who } no longer has the tag { $value }.
   *[other] Undone: { $who } no longer have the tag { $value }.
 }
people-rename = { $who } is now { $value }. The old name still works.
people-rename-undone = Undone: { $value } is { $who } again.
people-untag = { $n ->
    [one] { $who } no longer has the tag { $value }.
   *[other] { $who } no longer have the tag { $value }.
 }
people-untag-others = { $n ->
    [one] { $who } did not have the tag { $value }.
   *[other] { $who } did not have the tag { $value }.
 }
people-untag-undone = { $n ->
    [one] Undone: { $who } has the tag { $value } again.
   *[other] Undone: { $who } have the tag { $value } again.
 }
people-join_group = { $n ->
    [one] { $who } is in the group { $value } now.
   *[other] { $who } are in the group { $value } now.
 }
people-join_group-others = { $n ->
    [one] { $who } was in it already.
   *[other] { $who } were in it already.
 }
people-join_group-undone = { $n ->
    [one] Undone: { $who } is not in the group { $value } any more.
   *[other] Undone: { $who } are not in the group { $value } any more.
 }
people-new_group = The group { $value } is there, with nobody in it yet. Put somebody in, such as: add Ana to the group { $value }
people-new_group-undone = Undone: the group { $value } is gone.
people-leave_group = { $n ->
    [one] { $who } is not in the group { $value } any more.
   *[other] { $who } are not in the group { $value } any more.
 }
people-leave_group-others = { $n ->
    [one] { $who } was not in it.
   *[other] { $who } were not in it.
 }
people-leave_group-undone = { $n ->
    [one] Undone: { $who } is in the group { $value } again.
   *[other] Undone: { $who } are in the group { $value } again.
 }
people-remove_group = The group { $value } is deleted. Its people stay among the contacts.
people-remove_group-undone = Undone: the group { $value } is there again, with its people.
groups-head = { $n ->
    [one] One group:
   *[other] { $n } groups:
 }
group-line = { $name }: { $n ->
    [0] nobody
    [one] one person
   *[other] { $n } people
 }
groups-empty = There are no groups yet. Make one: { $example }
members-head = { $n ->
    [one] In { $name } is one person:
   *[other] In { $name } are { $n } people:
 }
members-empty = Nobody is in { $name } yet. Put somebody in, such as: add { $who } to the group { $name }
people-remove_contact = { $who } removed: in no list, group or message any more. To have them back, write: add contact { $first }
people-remove_contact-messages = { $n ->
    [one] { $numbers } is for nobody else: it stays, but reaches nobody. To call it off: cancel { $first }
   *[other] { $numbers } are for nobody else: they stay, but reach nobody. To call one off: cancel { $first }
 }
people-remove_contact-undone = Undone: { $who } back among the contacts.
people-add_contact-undone = Undone: { $who } is not in the contacts any more.
people-add_back-undone = Undone: { $who } is not in the contacts any more.
people-add_phone-undone = Undone: { $who } has no number again.
people-add_name-undone = Undone: { $who } has no name again, only the number.
people-import-undone = { $n ->
    [0] Undone: the groups are as they were before the file.
    [one] Undone: { $who } is not in the contacts any more.
   *[other] Undone: { $who } are not in the contacts any more.
 }
confirm-remove_contact = { $n ->
    [one] { $who } would get one message to come ({ $numbers }), which then no longer goes there. Remove?
   *[other] { $who } would get { $n } messages to come ({ $numbers }), which then no longer go there. Remove?
 }
people-block = { $n ->
    [one] { $who } is blocked: nothing goes to them until you write unblock { $first }.
   *[other] { $who } are blocked: nothing goes to them until you unblock them, such as: unblock { $first }
 }
people-block-others = { $n ->
    [one] { $who } was blocked already.
   *[other] { $who } were blocked already.
 }
people-block-messages = { $n ->
    [one] { $numbers } is for nobody else: it stays, but reaches nobody while they are blocked. To call it off: cancel { $first }
   *[other] { $numbers } are for nobody else: they stay, but reach nobody while they are blocked. To call one off: cancel { $first }
 }
people-block-undone = { $n ->
    [one] Undone: { $who } is no longer blocked by you.
   *[other] Undone: { $who } are no longer blocked by you.
 }
people-unblock = { $n ->
    [one] { $who } gets messages again.
   *[other] { $who } get messages again.
 }
people-unblock-others = { $n ->
    [one] { $who } was not blocked.
   *[other] { $who } were not blocked.
 }
people-unblock-stopped = { $n ->
    [one] { $who } wrote STOP: only they can take that back, by writing START to you.
   *[other] { $who } wrote STOP: only they can take that back, by writing START to you.
 }
people-unblock-undone = { $n ->
    [one] Undone: { $who } is blocked again.
   *[other] Undone: { $who } are blocked again.
 }
retried = { $n ->
    [one] One message of { $number } is sent again now.
   *[other] { $n } messages of { $number } are sent again now.
 }
cancelled-several = Cancelled { $numbers }. Nothing more of them leaves.
cancelled-several-days = Cancelled for { $days }: { $numbers }. A series goes on after that.
paused-several-days = Paused { $numbers }; of a series only { $days } is left out, and it goes on after that.
moved-several = Moved { $numbers }. This is when they leave now:
paused-several = Paused { $numbers }. Nothing of them leaves until you resume them.
resumed-several = Resumed { $numbers }.
undone-several = Undone: { $numbers } are as they were before.
undone-kept = { $numbers } could not be put back: it has changed since, or its time has passed.
undone-workspace = Undone. This is how it is again:
undone-channel = Undone. This is how it is again:
undone-failover = Undone. This is how it is again:
undone-add_channel = Undone: that channel is no longer connected. This is how it is now:
undone-invite = Undone: that invitation no longer works.
undone-remove_staff = Undone: they may talk to me again.
answer-sent = To { $who }, through { $channel }.
answer-nobody = I do not know whose number that was, so I cannot answer there. Add them first: add contact NAME +351 912 345 678
answer-removed = { $who } was removed from the contacts, so nothing goes there. To have them back, write: add contact { $who }
edit-ignored = An edit changes nothing here. Please write it again as a new message.
file-needs-caption = Write as its caption to whom it goes and when, such as: send 'Our new hours' to Ana tomorrow 9am
voice-not-yet = I can take text, contact cards, pictures, videos, sounds and documents.
with-file = 📎 { $name }
import-confirm = { $n } people in this file: { $new } new, { $known } with a number that I know already, who keep their names. Shall I add them?
import-groups = They go into: { $names }.
import-wrong = { $n ->
    [one] One line is left out:
   *[other] { $n } lines are left out:
 }
import-wrong-no_name = line { $line }: the name is too long
import-wrong-bad_phone = line { $line }: no phone number ({ $value })
import-wrong-bad_zone = line { $line }: no time zone ({ $value })
import-wrong-twice = line { $line }: { $value } is there twice
import-done = Done: { $new } new, { $known } known already.
by-template = Goes by the approved template { $name }.
ask-template_choice = No approved template is called “{ $name }”. Which one?
ask-template_choice-none = Which template?
ask-template_closed = { $who } will not have written in the 24 hours before, and WhatsApp then takes only approved templates. Which one?
ask-template-more = { $n ->
    [one] There is one more: write its name to take it.
   *[other] There are { $n } more: write a name to take it.
 }
ask-template_value = What goes into { $place } of { $template }?
option-template = { $name } ({ $n ->
    [-1] { $language }
    [0] { $language }, nothing to fill
    [one] { $language }, 1 to fill
   *[other] { $language }, { $n } to fill
 })
option-template-none = Keep the text as it is
a-template = a template

### Hello and help

hello = Hello { $name }. I send WhatsApp messages for { $workspace }: on time, once, and I tell you what became of them. Try:
hello-first = Hello { $name }. I send WhatsApp messages for { $workspace }: on time, once, and I tell you what became of them.
hello-no-channel = First I need a WhatsApp number to send from. Shall we connect it now?
hello-no-channel-wait = There is no WhatsApp number to send from yet; an owner connects one. I tell you what I can do: write help.
hello-again = I say back what I understood, and most things have an Undo button. Write help for more.
how-words = how do i | how do we | how do you | how can i | how can we | how to | how would i | can i | can we | can you | what can you do with | is it possible to
hello-words = hello | hi | hey | hi there | hello there | good morning | good afternoon | good evening
thanks-words = thanks | thank you | thanks a lot | thank you very much | thx | cheers | great thanks | ok thanks
thanks = You are welcome.
role-owner = an owner
role-manager = a manager
role-sender = a sender
role-viewer = a viewer
joined = Welcome, { $name }. You are now { $role } of { $workspace }.
joined-already = You are { $role } of { $workspace } already, { $name }. Pass this invitation on: it still works for somebody else.
stranger-nobody-owns = Nobody owns me yet. On the machine where I run, belfry invite --role owner prints a code: send it to me as /start CODE.
stranger-bad-code = I do not know this code: it was used, is too old or has a typing error. On the machine where I run, belfry invite --role owner prints a new one.
stranger = I am the assistant of a team and talk to its staff only. If you belong to it, ask an owner for an invitation and send it to me as /start CODE.
bad-invite = This invitation is not valid: it was used, is too old or has a typing error. Ask an owner for a new one.
help-head = Write to me as you would to a person. For example:
help-send = Send
help-look = Look
help-change = Change
help-people = People
help-foot = Times may repeat (weekly, every weekday, on the 1st of each month) and end (until 30 June). Reply to a bubble to talk about its message. Text in quotes goes out exactly as you wrote it.
command-start = Say hello
command-help = What I can do
command-list = What goes out next
command-contacts = Who is in your contacts
command-digest = How this week went
command-calendar = What goes out this month, day by day
command-undo = Take back your last change
about-bot = Schedules WhatsApp messages for a team: write what, to whom and when.

### Channels

channels-words = channels | channel | show channels | list channels | my channels
file-words = file | picture | photo | image | video | document | pdf | audio
template-words = template
template-with-words = with
template-no-names = to | with | via | for | now | at | on | tomorrow
channels-none = There is no channel yet. An owner connects one: write add channel
channels-head = { $n ->
    [one] Your channel:
   *[other] Your { $n } channels:
 }
channel-line = { $light } { $name } ({ $marks }): { $state }. { $count }
channel-default = default
channel-count = { $n } sent today.
channel-count-limit = { $n } of { $limit } sent today.
channel-sign-working = 🟢
channel-sign-slow = 🟡
channel-sign-limit = 🟡
channel-sign-down = 🔴
channel-sign-paused = ⏸
channel-light-working = working
channel-light-slow = slow
channel-light-limit = near its daily limit
channel-light-down = not working
channel-light-paused = paused, nothing leaves
channel-why = { $state }, { $reason }
channel-tested = { $name } works.
channel-tested-number = { $name } works, with the number { $number }.
channel-tested-down = { $name } does not work: { $reason }.
channel-stand-in = While it does not work, { $other } stands in.
failover-words = failover | standin | stand-in
failover-join-words = to | by | with | is | use | -> | :
failover-hint = To let one channel send for another while that does not work: { $example }
example-failover = failover { $name } to { $other }
failover-needs-two = That needs two channels. Connect another one first: add channel
failover-allowed = From now on { $other } stands in for { $name }: when that has not worked for a while, what would soon be too late leaves through { $other }, never what may have left already.
failover-nobody = No channel stands in for { $name } now.
error-stand_in_itself = { $name } cannot stand in for itself. Name another channel.
button-channel-pause = Pause
button-channel-resume = Resume
button-channel-test = Test
button-channel-make-default = Make default
button-template-try = Try again now
button-channel-add = Connect another
command-channels = Your WhatsApp numbers and how they are

### The workspace and its staff

house-words = workspace | staff | team | show workspace | show staff | invite | invite somebody
house-word = workspace
house-name-words = name
house-zone-words = zone
house-hours-words = hours
house-none-words = none
house-head = { $name }
house-zone = Times are in { $zone }.
house-hours = Open { $hours }: a bare hour is read within that.
house-no-hours = No opening hours are set.
house-staff = { $n ->
    [one] One person may talk to me:
   *[other] { $n } people may talk to me:
 }
house-person = { $name }, { $role }
house-change = To change something, write:
example-house-name = workspace name Sunny Clinic
example-house-zone = workspace zone Europe/Madrid
example-house-hours = workspace hours 8:00-19:00
house-invited = Send this to whoever shall be { $role }; they send it to me. It works once, within 7 days. Somebody who is here already gets the new role by it if it lets them do more.
house-really = { $name } could no longer talk to me. What they have scheduled goes on. Remove them?
button-invite-owner = Invite an owner
button-invite-manager = Invite a manager
button-invite-sender = Invite a sender
button-invite-viewer = Invite a viewer
button-remove = Remove { $name }
button-remove-yes = Yes, remove
command-workspace = Name, time zone, opening hours, staff
error-bad_workspace_name = A workspace's name has 1 to 100 characters, such as: workspace name Sunny Clinic
error-bad_zone = I do not know the time zone “{ $zone }”. Write it with its continent, such as: workspace zone Europe/Madrid
error-bad_hours = These are no opening hours. Write them as: workspace hours 8:00-19:00, or: workspace hours none
error-workspace_exists = There is a workspace { $name } already. Choose another name.
error-no_such_setting = There is nothing called { $name } to change.
error-last_owner = That is the only owner: make somebody else an owner first.

### Connecting a channel

setup-words = add channel | add a channel | new channel | connect channel | connect a channel | connect whatsapp | set up | setup | set up a channel
setup-stop-words = stop | cancel | never mind | nevermind | forget it | later | not now
setup-back-words = back | go back
setup-again-words = test | test again | try again | again | start again
setup-head = Let us connect WhatsApp.
setup-kind = Which gateway do you use? It takes two minutes; you can stop at any time.
kind-http = Your own service (http)
setup-meanwhile = Meanwhile you can write to me as ever.
setup-step = { $title }, { $n } of { $of }
setup-ask = Send me this: { $about }.
setup-again = Send me the right one: { $about }.
setup-secret = I delete your message with it from this chat at once and keep it encrypted.
setup-name = What shall we call this number? You write it after “via”, as in: send 'hello' to Ana tomorrow 9am via clinic
setup-trouble-no_scheme = An address begins with http:// or https://.
setup-trouble-no_address = That is no address. It looks like http://192.168.1.20:3000 or https://whatsapp.example.org
setup-trouble-credentials = Leave the name and password before the @ out of the address: the key comes next, and is kept encrypted.
setup-trouble-nowhere = 0.0.0.0 is where a server listens, not where one reaches it. On this machine that is 127.0.0.1.
setup-trouble-inside_container = I run in a container, where localhost is the container itself. Use the name of the gateway's service, such as http://gateway:3000, or http://host.docker.internal:3000 for the machine that I run on.
setup-trouble-public_http = That goes over the internet without encryption: anyone on the way could read the key and the messages. Use an address that begins with https://.
setup-trouble-looks_like_key = That looks like a key. The address comes first, then I ask for the key.
setup-trouble-empty = That was empty.
setup-trouble-one_word = That has spaces in it. Paste only the value itself, nothing before or after it.
setup-trouble-no_choice = That is none of the choices.
setup-trouble-bad_name = A name has up to 100 characters.
setup-trouble-name_taken = That name is taken by another channel.
setup-trouble-not_kept = I could not keep this channel: its name or its sender is taken. Go back and choose another.
setup-trouble-bad_phone = That is no phone number that I can use. Write it with its country code, such as +351 912 345 678.
setup-why-bad_key = The gateway answers, but it does not accept the key. Copy it once more, whole, from where the gateway keeps it.
setup-why-unknown_session = The gateway accepts the key, but knows no such session. See its name in the gateway; upper and lower case matter.
setup-why-unreachable = Nothing answers at that address. Is the gateway running, are host and port right, and may this machine reach it?
setup-why-unreachable-contained = Nothing answers at that address. I run in a container: is the gateway in the same network, and is its port the one inside that network?
setup-why-timeout = Something is there but did not answer in time. Is it the gateway, and is it busy or still starting?
setup-why-connection_lost = Something is there but hung up. Is it the gateway's address and port, and is it http or https?
setup-why-redirected = That address sends one on to another one. Use the one that it leads to: mostly the same with https:// in front.
setup-why-no_tls = Something answers there, but without encryption. Is it http:// and not https://?
setup-why-unknown_host = There is no machine of that name. Is the name in the address spelled right, and does this machine know it?
setup-why-not_found = Something answers there, but not as this gateway does. Is it the right address? Leave out what comes after the port, such as /dashboard.
setup-why-bad_certificate = The gateway's certificate is not valid for that address. Use the name that it was made for, or have it renewed.
setup-why-http = Something answers there, but not as this gateway does (code { $code }). Is it the right address? Leave out what comes after the port, such as /dashboard.
setup-why-http_5 = The gateway answers with an error of its own (code { $code }). Look at its log, or start it again, and then test again.
setup-why-scan_qr_code = Address and key are right; the phone is not connected yet. Open the gateway, scan its code with the phone (WhatsApp, Linked devices), and then test again.
setup-why-stopped = Address and key are right; the session is stopped. Start it in the gateway, and then test again.
setup-why-failed = Address and key are right; the session has failed. Start it again in the gateway; if that does not help, log it out and scan its code anew. Then test again.
setup-why-starting = Address and key are right; the session is still starting. Test again in a few seconds.
setup-why-passkey_required = Address and key are right; the phone asks for a passkey. Confirm it there, and then test again.
setup-why-passkey_confirmation_required = Address and key are right; the phone waits for its passkey to be confirmed. Then test again.
setup-why-key_may_not = This key may send, but not change the gateway's settings.
setup-why-health = The gateway answers: { $reason }. Look at the phone and the gateway, and then test again.
setup-why-webhook_taken = The gateway posts somewhere else already, and has room for one address only.
setup-why-advice = The gateway answers: { $reason }. { $advice } Then test again.
setup-why-other = The gateway says: { $reason }. Look at the phone and the gateway, and then test again.
setup-works = It works. { $name } is connected.
setup-works-number = It works: this is the number { $number }. { $name } is connected.
setup-kept = { $name } is kept; it cannot send yet.
setup-webhook = Now the gateway must tell me what becomes of messages, and what people answer. Give it this address and secret:
setup-webhook-url = Address: { $url }
setup-webhook-secret = Secret: { $secret }
setup-webhook-wait = I tell you when the first event comes. To see one now, write something to that number from another phone.
setup-webhook-only-here = Careful: { $url } means only this machine, and your gateway is on another one. Set BELFRY_PUBLIC_URL to how the gateway reaches me, and BELFRY_LISTEN to 0.0.0.0:8080, and start me again: I go on from here.
setup-webhook-set = Done: the gateway has the address and the secret. It may start its session again for that. I wait for its first event.
setup-webhook-bad_signature = An event came, but its signature is wrong: the secret in the gateway is not this one. Paste the secret again, whole.
setup-webhook-silent = No event has come for five minutes. Has somebody written to that number since? Then look whether the gateway has this very address, whether its events are switched on, and whether it can reach me there: a firewall, a proxy or BELFRY_PUBLIC_URL may stand in the way.
setup-webhook-other_sender = Events come, but from the sender “{ $other }”, not from this channel's. Shall the channel be that one?
setup-webhook-failed = I could not set it: { $why } Please paste it yourself:
setup-webhook-hidden = The webhook is set; its secret is no longer shown here.
setup-gone = This channel is no longer there.
setup-heard = The first event came: it works.
setup-contact = Now somebody to write to; best yourself. Send me your own WhatsApp number, such as +351 912 345 678, or share a contact card.
setup-hello = Shall I send { $name } ({ $phone }) a first message: “{ $text }”
setup-hello-text = Hello from Belfry. It works.
setup-still = (The new channel still waits for this: { $about }.)
setup-still-name = (The new channel still waits for its name.)
setup-still-contact = (The new channel still waits for a first number.)
setup-stopped = Stopped; nothing was kept. Write add channel to begin again.
setup-stopped-kept = All right. The channel { $name } is kept. Write channels to see it.
setup-done = That is all. From now on write to me as you would to a person:
setup-key-deleted = I have deleted your message with the key from this chat.
setup-key-not-deleted = I could not delete your message with the key. Please delete it yourself: press and hold it, then Delete, also for me.
button-setup-begin = Connect a channel
button-setup-stop = Stop
button-setup-later = Finish later
button-setup-back = Back
button-setup-test = Test again
button-setup-anyway = Go on all the same
button-setup-offer = Use { $what }
button-setup-offer-inside_container = Use it all the same
button-setup-offer-public_http = Use it all the same
button-setup-skip = Leave it out
button-setup-name = Call it { $name }
button-setup-set-webhook = Set it for me
button-setup-pasted = I have mended it
button-setup-skip-wait = Go on without waiting
button-setup-send = Send it

### Notices

cause-opted_out = they wrote STOP
cause-blocked = they are blocked here
cause-no_phone = no number is known
cause-too_late = it was too late
cause-answered = they had answered
cause-daily_limit = the channel had sent all that it may in a day
cause-too_many_people = it goes to more people than the channel allows in a message
cause-missed = Belfry was not running then
cause-nobody = nobody was in the audience
cause-restored = it may have left before Belfry was put back from a backup
cause-left_out = they are no longer in the audience
cause-moved = it was moved
cause-paused = it was paused
cause-cancelled = it was cancelled
cause-no_such_number = the number is not on WhatsApp
cause-bad_number = the number is not valid
cause-bad_request = WhatsApp's gateway refused the message
cause-unprocessable = WhatsApp's gateway refused the message
cause-blocked_at_gateway = they are blocked in the team's inbox
cause-other_number_at_gateway = the team's inbox has another number for them
cause-refused_by_whatsapp = WhatsApp refused it
cause-new_contacts_paused = WhatsApp does not let this number write to new people now
cause-provider_failed = WhatsApp could not deliver it
cause-bad_key = the channel's key is not accepted
cause-bad_url = the channel's address is wrong
cause-unknown_session = the channel's session is unknown at the gateway
cause-not_working = the channel's session is not working
cause-not_found = the gateway does not answer at its address
cause-slow_down = the gateway asks to go slower
cause-template_required = they had not written for 24 hours, and WhatsApp then takes only an approved template
cause-template_values = the template has other places than were filled
cause-template_unknown = the template is not approved in that language
cause-template_paused = WhatsApp has paused the template
cause-template_held = WhatsApp does not send this template now
cause-template_refused = WhatsApp refused the template
cause-not_reachable = WhatsApp cannot reach this number: it may not be on WhatsApp
cause-not_on_test_list = the number is not on the list of this test number
cause-blocked_by_us = our number has blocked them
cause-country_not_allowed = this number may not write to people in that country
cause-engagement_limit = WhatsApp lets them have no more advertising for now; try again tomorrow
cause-experiment = WhatsApp keeps them out of an experiment; it did not deliver it
cause-pair_limit = too many messages to them in a short time
cause-spam_limited = WhatsApp has restricted this number because people reported it
cause-throughput = too many messages at once
cause-to_ourselves = it is the channel's own number
cause-media_failed = WhatsApp could not take the file
cause-media_needs_public_url = this gateway fetches files, and cannot reach Belfry's address
cause-cannot_send_this = this gateway cannot send that kind of message
cause-no_caption_with_audio = a sound has no caption on WhatsApp; send the words by themselves
cause-too_long = it is longer than WhatsApp takes
cause-caption_too_long = the words that go with a file have up to 1,024 characters on WhatsApp; send longer ones by themselves
cause-not_this_picture = WhatsApp takes pictures as JPEG or PNG here, and this one is WebP
cause-refused_by_provider = the gateway refused it
cause-provider_error = the gateway failed, and again when it was tried again
cause-provider_busy = WhatsApp was too busy
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
notice-skipped-too_many_people = An owner can allow more, with: channel { $channel } people { $people } – then tap the button or write retry { $number }.
notice-unsure = I cannot tell whether { $number } “{ $title }” reached { $who }: the answer to sending it at { $when } never came. Please look at the phone.
notice-unsure-arrived = { $number } to { $who }: settled, it arrived.
notice-unsure-again = { $number } to { $who }: settled, it is sent again now.
notice-unsure-settled = { $number } to { $who }: it settled by itself.
notice-alarm = { $number } “{ $title }” reached { $who } although it was called off. This must not happen; please tell whoever looks after Belfry.
notice-channel-down = The channel { $name } is not working: { $reason }. Messages that come due wait for it, up to their lateness limits.
notice-channel-risk = { $n ->
    [one] One message is
   *[other] { $n } messages are
 } due over it in the next three hours, the first at { $when }.
notice-channel-limit = The channel { $name } has sent { $n } of the { $limit } messages that it may send today. What goes beyond waits, up to its lateness limit.
notice-channel-limit-do = Send what can wait tomorrow, or send it through another channel with “via”.
notice-channel-held = The channel { $name } may not send for a while: { $reason }. { $until }
notice-channel-held-until = I try again at { $when }; what comes due waits, up to its lateness limit.
notice-channel-held-do = Send less at once, or through another channel with “via”.
notice-new-contacts = WhatsApp does not let the channel { $name } write to new people now. Until { $when } I hold back what would go to anybody who never wrote to it and never got anything from it, up to its lateness limit; all others get theirs as usual.
notice-new-contacts-do = Tries make it worse, so please write to no new people from that phone either. What cannot wait can leave through another channel with “via”.
notice-answers-only = WhatsApp lets the channel { $name } only answer now. Until { $when } I hold back what would go to anybody who has not written to it in the last 24 hours, up to its lateness limit; all others get theirs as usual.
notice-news-restricted = Meta has restricted the account of { $names }: { $type }. Messages still leave.
notice-news-restricted-do = Meta’s Business Support Home says why, and takes a request for review. What cannot wait can leave through another channel with “via”.
notice-news-until = It ends at { $when }.
notice-news-violation = Meta says that { $names } has broken a rule of WhatsApp: { $type }. Messages still leave; if it happens again, Meta restricts the account, and in the end closes it.
notice-news-violation-do = Please stop what this is about. If it is a mistake, ask for a review in Meta’s Business Support Home.
notice-news-disabled_soon = Meta is going to disable the account of { $names } ({ $date ->
    [none] it names no day
   *[other] { $date }
 }). From then on nothing leaves over it.
notice-news-disabled_soon-do = Ask for a review in Meta’s Business Support Home before then, and send what must not fail through another channel with “via”.
notice-news-quality = People have reported { $names }: WhatsApp now rates its quality low, and may restrict it next. Messages still leave.
notice-news-quality-do = Write less often for some days, only to people who asked for it, and leave advertising out.
notice-news-quality_back = WhatsApp no longer rates the quality of { $names } low.
notice-news-limit = WhatsApp lets { $names } write to fewer people now: { $limit } in 24 hours who have not written themselves. What goes beyond is refused.
notice-news-lifted = WhatsApp no longer restricts { $names }. What waited leaves now.
notice-news-limit-do = Spread what goes to many over several days. The limit rises again by itself when people answer and do not report it.
notice-template-paused = WhatsApp has paused the template { $template } of { $names }, because people reported it. It is not sent until WhatsApp lifts that.
notice-template-rejected = WhatsApp has rejected the template { $template } of { $names }. It is not sent.
notice-template-disabled = WhatsApp has disabled the template { $template } of { $names } for good. It is not sent any more.
notice-template-missing = WhatsApp does not know the template { $template } of { $names } in this language, or has not approved it.
notice-template-held = WhatsApp does not send the template { $template } of { $names } for now.
notice-template-flagged = People have reported the template { $template } of { $names }. WhatsApp still sends it, and may pause it soon.
notice-template-other = WhatsApp no longer sends the template { $template } of { $names }: { $state }.
notice-template-needs = { $n ->
    [one] { $numbers } goes by it
   *[other] { $numbers } go by it
 }{ $when ->
    [none] .
   *[other] , next at { $when }.
 }
notice-template-of-channel = The channel writes by it to everybody who has not written in 24 hours: they get nothing meanwhile.
notice-template-do = Mend it in the WhatsApp Manager, or cancel what goes by it and send that by another template.
notice-template-waits = What goes by it waits, as long as it may be late, and leaves by itself once WhatsApp sends the template again.
notice-template-back = WhatsApp has approved the template { $template } of { $names } again.
health-answers_only = WhatsApp lets it only answer now
health-no_tls = its address answers without encryption
health-unknown_host = there is no machine of its address's name
health-no_business_account = Meta does not say which business account the number belongs to; one can name it with: belfry channel set NAME --set business_account=ID
notice-channel-down-scan = Open its gateway and scan the code with the phone again.
notice-channel-down-key = Check its key and address with: belfry channel check { $name }
notice-channel-down-wait = You need do nothing if it comes back by itself; look at the phone and the gateway if it does not.
notice-preflight = The channel { $name } is not working: { $reason }. { $n ->
    [one] One message is
   *[other] { $n } messages are
 } due over it within the hour, the first at { $when }.
notice-held-went_back = I have stopped sending: the database went back to { $when } and knows nothing of what left since then. It looks like a backup that was put back.
notice-held-other_place = I have stopped sending: this database is not where it was; it was moved, or it is a copy. Its last sign of life was at { $when }. If the original still sends, everything would leave twice.
notice-held-other_timeline = I have stopped sending: the database server was put back to an earlier time. The database’s last sign of life was at { $when }, and it may not know what left since then.
notice-held-living = I have stopped sending: another Belfry is running on a copy of this database and sends the same messages. This one’s last sign of life was at { $when }.
notice-held-risk = What could leave twice: { $overdue } that were due before now, and { $ahead } due in the next 24 hours.
notice-held-next = The next one would leave at { $when }.
notice-held-do = Please see that no other Belfry sends, then tap the button (or have somebody run: belfry hold --end). What was due before you tap stays unsent until you ask for it; everything later leaves as planned.
notice-held-over = Sending goes on since { $when }.
notice-outage-not-running = Belfry was not running from { $since } to { $until }.
notice-outage-channel = The channel { $name } was down from { $since } to { $until }.
notice-outage-channel-still = The channel { $name } has been down since { $since }.
notice-outage-late = { $n ->
    [one] One message went out late.
   *[other] { $n } messages went out late.
 }
notice-outage-skipped = { $n ->
    [one] One was too late and was skipped: { $what }.
   *[other] { $n } were too late and were skipped: { $what }.
 }
notice-outage-more = { $n ->
    [one] And those of one more message.
   *[other] And those of { $n } more messages.
 }
notice-outage-do = What was skipped leaves only if you say so.
notice-outage-left = It stays unsent, as you said.
notice-outage-none-left = Nothing of what was skipped is left to send.
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
notice-failover = The channel { $name } has not worked since { $when }: { $reason }. So { $n ->
    [one] one message that would soon have been too late leaves
   *[other] { $n } messages that would soon have been too late leave
 } through { $other } instead, as an owner allowed. Later ones go through { $name } again once it works.
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
health-not_connected = it is not connected to WhatsApp
health-not_loaded = its instance is not running
health-license_required = its license is not activated
health-unknown_inbox = its inbox is not there, or its key may not see it
health-bad_ids = the number of its account or of its inbox is none
health-bot_key = its key is a bot's, and a bot may not find contacts
health-not_allowed = its key may not use this account
health-account_suspended = its account is suspended
health-api_not_enabled = its plan has no API
health-reauthorize = its inbox has lost its permission at WhatsApp
health-bad_key = its key is not accepted, or has run out: give it a new one
health-no_permission = its key lacks a permission, or its plan the API
health-unknown_number = its phone number id is not one that its key may use
health-unknown_vendor = its vendor uid is not known there
health-not_set_up = its WhatsApp is not set up there yet
health-not_registered = its number is not registered at WhatsApp
health-name_not_approved = WhatsApp has not approved the name that it shows
health-payment_problem = WhatsApp could not charge for it: look at its payment method
health-slow_down = its gateway asks for a slower pace
health-http_429 = its gateway asks for a slower pace
health-app_limit = the app has used up its calls at WhatsApp
health-account_limit = the account has used up its calls at WhatsApp
health-conversation_limit = too many messages to one person in a minute
health-registration_limit = its number was registered too often
health-maintenance = WhatsApp is working on its number
health-slow = its gateway asks for a slower pace
health-account_restricted = WhatsApp has restricted its account
health-account_locked = WhatsApp has locked its account
health-account_disabled = WhatsApp has disabled its account
health-account_deleted = its account is gone
health-rate_limited = WhatsApp lets it send no more for now
health-quality_low = people reported it: WhatsApp rates its quality low
health-not_well = its service says that it is not well
health-other = { $reason }
advice-bad_key = Make a new key at the gateway and give it with: belfry channel set { $name } --key -
advice-not_registered = Register the number in the gateway's own manager, with its PIN.
advice-payment_problem = Open the billing settings at WhatsApp and mend the payment method.
advice-spam_limited = Write less, and only to people who asked for it; each try makes it worse. WhatsApp lifts this by itself after hours or days.
advice-unknown_number = Compare the phone number id with the page API Setup, and see that the key's user may use it.
advice-unknown_vendor = Compare the vendor uid with the page API access of your account there.
advice-not_set_up = Finish the Cloud API setup in your account there.
advice-quality_low = Write less often, and only to people who asked for it: WhatsApp lifts this by itself.
advice-not_connected = Open the gateway and see whether its phone is still linked; if it is not, scan the code again.
advice-not_loaded = Open the gateway, start the instance, and see whether its phone is still linked.
advice-license_required = Activate the license in the gateway's own manager.
advice-unknown_inbox = Compare the inbox's number with the address of its settings page, and add the key's user to the inbox.
advice-bad_ids = Both are whole numbers and stand in the gateway's own addresses: accounts/4 and inboxes/7.
advice-bot_key = Give the access token of a user instead, best one of its own: Profile settings, Access token.
advice-not_allowed = Compare the account's number, and give the token's user a role in that account.
advice-account_suspended = Whoever runs the gateway can say why.
advice-api_not_enabled = Take a plan with the API, or run the gateway yourself.
advice-reauthorize = Open the inbox's settings in the gateway and connect it to WhatsApp again.
notice-answer = { $who } writes:
notice-answer-part = Part { $part } of { $n } ({ $length } characters).
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

### Calendar

calendar-total = { $copies ->
    [0] Nothing goes out this month.
    [one] One message goes out this month.
   *[other] { $copies } messages go out this month, on { $days ->
        [one] one day
       *[other] { $days } days
    }.
 }
calendar-today = Today is { $day }.
calendar-day = { $day }: { $n }
calendar-trouble = Trouble: { $days }.
calendar-trouble-day = { $day } ({ $n })
calendar-tap = Tap a day to see its messages.
calendar-day-empty = Nothing goes out.
calendar-line = { $number } · { $times } · { $who } · { $text }
calendar-line-state = { $number } · { $times } · { $who } · { $text } · { $progress }
calendar-line-people = { $n } people
calendar-day-rest = … and { $n } more.
calendar-day-missed = { $n ->
    [one] One time passed without sending.
   *[other] { $n } times passed without sending.
 }

### What is written on pictures: a word or two each

picture-sent = Sent
picture-delivered = Delivered
picture-read = Read
picture-failed = Failed
picture-unsure = Unsure
picture-skipped = Not sent
picture-next-week = Next week
picture-nothing-due = Nothing was due
picture-nothing-next = Nothing is scheduled
picture-per-day = messages a day
picture-trouble = trouble

### Small parts

all-but = { $who } except { $others }
shift-later = { $length } later
shift-earlier = { $length } earlier

### Limits: what a message or a channel may

ask-too_many_people = That is more people than the channel allows in a message. An owner can allow more; then try again.
ask-beyond_tier = That is more people than WhatsApp lets this channel write to. Send it to fewer.
limit-people = This goes to { $n } people, more than the { $most } that { $channel } allows in a message: numbers that write to many at once get banned.
limit-people-owner = You can allow { $n } from now on, with the button or with: { $example }
limit-people-ask = An owner can allow more, with: { $example } – then try again.
limit-tier = This goes to { $n } people. WhatsApp lets { $channel } write to { $most } in 24 hours. Send it to fewer, or in parts on several days.
option-try-again = Try again
button-allow-people = Allow { $n } and send
example-channel-people = channel { $channel } people { $n }
error-too_many_people = This goes to { $people } people, more than the { $most } that { $channel } allows in a message. An owner can allow more, with: channel { $channel } people { $people }
error-beyond_tier = This goes to { $people } people. WhatsApp lets { $channel } write to { $most } in 24 hours. Send it to fewer, or in parts on several days.
error-bad_limit = “{ $limit }” is no limit. Write a number, or none.
channel-word = channel
channel-pace-words = pace | speed
channel-people-words = people | recipients
channel-daily-words = daily | limit | daily limit
channel-new-words = new | new people
channel-warm-up-words = warm-up | warm up | warmup
channel-guard-pace = pace { $pace }
channel-guard-people = at most { $n } people a message
channel-guard-new = at most { $n } new people a day
channel-guard-warm-up = warming up: { $steps } messages a day, from today on
channel-changed = { $name } is changed.
ask-quiet_hours = That is in quiet hours. What shall I do?
ask-beyond = Not everybody fits in. What shall I do?
why-quiet_hours = quiet hours
why-daily_limit = the channel's daily limit
why-new_limit = the limit of new people a day
why-person_limit = they get enough messages that day
why-past_end = past its end
waits-all = It leaves { $when } ({ $why }).
waits-some = { $n } of { $people } get it { $when } ({ $why }).
left-out = { $n ->
    [one] 1 person is left out
   *[other] { $n } people are left out
  }: { $why }.
would-be-left-out = { $n ->
    [one] That person would be left out.
   *[other] Those { $n } would be left out.
  }
waiting-until = { $n ->
    [one] 1 waits
   *[other] { $n } wait
  } for { $when }.
quiet-anyway = It leaves at its time, in quiet hours too.
span = { $first } – { $last }
limit-quiet = Quiet hours are { $hours }. It would leave in them: { $when }.
limit-quiet-some = Quiet hours are { $hours }. { $n } of { $people } would get it in them ({ $when }).
limit-daily_limit = { $channel } sends at most { $limit } a day. { $n } of { $people } do not fit on { $day }.
limit-new_limit = { $channel } writes to at most { $limit } new people a day. { $n } of { $people } do not fit on { $day }.
limit-person_limit = Nobody gets more than { $limit } a day. { $n } of { $people } have that already on { $day }.
limit-past_end = At this channel's pace { $n } of { $people } would get it after its end.
option-wait = { $when }
option-wait-quiet = When they end: { $when }
option-wait-rest = The other { $n }: { $when }
option-anyway = At its time all the same
option-part = Only the { $n } that fit
option-leave-out = Leave those times out
choice-wait-words = wait | later | when they end | next day | the next day | afterwards
choice-anyway-words = anyway | send anyway | all the same | at its time | on time | send it anyway
choice-part-words = part | only those | only the others | leave out | leave them out | those that fit
confirm-now-quiet = { $n ->
    [one] Quiet hours are { $hours }. Send this now all the same?
   *[other] Quiet hours are { $hours }. Send this to { $n } people now all the same?
  }
cause-new_limit = the channel had written to as many new people as it may in a day
cause-person_limit = they had enough messages for one day
cause-quiet_hours = it fell into quiet hours
cause-past_end = it would have left after its end
quiet-words = quiet hours | quiet time | set quiet hours | silent hours
quiet-none-words = no quiet hours | quiet hours none | quiet hours off | no quiet hours anymore | remove quiet hours
house-quiet-words = quiet | quiet hours
house-person_limit-words = person limit | limit | limit per person
house-quiet = Quiet hours { $hours }: nobody is written to then, by their own clock where it is known.
house-person-limit = { $n ->
    [one] Nobody gets more than 1 message a day, reminders and answers aside.
   *[other] Nobody gets more than { $n } messages a day, reminders and answers aside.
 }
house-quiet-waits = { $n ->
    [one] { $numbers } falls into them, and now waits until they end.
   *[other] { $numbers } fall into them, and now wait until they end.
  }
example-house-quiet = quiet hours 21:00 to 8:00
example-house-person_limit = workspace person limit 3
error-bad_quiet = These are no quiet hours. Write them as: quiet hours 21:00 to 8:00, or: no quiet hours

### What a channel's kind asks for, and where its webhook is entered

field-waha-url = address of the WAHA server, such as http://127.0.0.1:3000
field-waha-key = WAHA's API key (X-Api-Key); one that may only read and send in this session is enough
field-waha-session = name of the WAHA session
field-cloud-key = access token of a system user who may use whatsapp_business_messaging
field-cloud-session = phone number id, from the app's page WhatsApp > API Setup
field-cloud-app_secret = app secret, from App settings > Basic: it signs what Meta posts to us
field-cloud-url = address of the Graph API
field-cloud-version = version of the Graph API
field-template = approved template with one place, for people who did not write in 24 hours
field-template_language = language code of that template
field-chatwoot-url = address of Chatwoot, such as https://app.chatwoot.com
field-chatwoot-key = access token of a user of its own, added to the inbox (a bot's cannot find contacts)
field-chatwoot-account = number of the account: the 4 in Chatwoot's own address, .../app/accounts/4
field-chatwoot-session = number of the WhatsApp inbox: the 7 in its address, .../settings/inboxes/7
field-chatwoot-signing_secret = secret that Chatwoot itself shows for the webhook; with it, only calls that it signs are taken
field-chatwoot-window = 24h where the inbox is on WhatsApp's official API
field-evolution-url = address of Evolution API, such as http://127.0.0.1:8080
field-evolution-key = key of the instance (apikey); the global key works too, and can do more than is needed
field-evolution-session = name of the instance
field-bizchat-vendor_uid = vendor uid, from the page API access of your BizChat account
field-bizchat-key = access token from the same page
field-bizchat-url = address of the API, up to and with /api
field-bizchat-session = from_phone_number_id; * for the default number there
field-bizchat-token_in = where the token goes
field-bizchat-webhook_header = header in which your BizChat sends the webhook secret, if it can
field-http-url = address to which each message is posted
field-http-key = your service's key, if it wants one
field-http-key_header = header that the key goes in
field-http-body = JSON to post, with the places to, text, token, sender, reply_to, media_url and media_base64 in curly brackets
field-http-id_path = where the answer has the message's id, as a JSONPath
field-http-look_up_path = path that tells how far a message came, with id or token in curly brackets in it
field-http-check_path = path that answers 2xx while your service is well
field-http-session = the sender's name at your service; * if it has but one
webhook-steps-waha = In WAHA's dashboard open the session, add a webhook with this address, put the secret into its HMAC key, and choose the events message.any, message.ack and session.status.
webhook-steps-cloud = In the Meta app open WhatsApp, Configuration, press Edit beside Webhook, paste the address as callback URL and the secret as verify token; then subscribe to the field messages.
webhook-steps-chatwoot = In Chatwoot open Settings, Integrations, Webhooks and add one with this address, ?token= and the secret after it, and the events message_created and message_updated.
webhook-steps-evolution = In Evolution's manager open the instance, Events, Webhook: this address, the header authorization with Bearer and the secret, and the events MESSAGES_UPSERT, MESSAGES_UPDATE, SEND_MESSAGE, CONNECTION_UPDATE and QRCODE_UPDATED. Where no header can be given, add ?token= and the secret to the address.
webhook-steps-bizchat = In BizChat's page API access switch the webhook on, paste the address, and press Verify Webhook; the secret goes into the header that you named, if you named one.
webhook-steps-http = Have your service post its receipts and answers to this address, as the README of the gateways says.
