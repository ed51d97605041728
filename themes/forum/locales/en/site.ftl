# The interface's words in English. Named arguments are stated above the messages that take them.

## The frame of every page

skip-to-content = Skip to content
menu-label = Main menu
languages-label = Choose language
breadcrumbs-label = You are here
home = Home

## Titles of the pages that every event has: for headings, and where the page has none of its own

tracks-title = Themes
agenda-title = Programme
speakers-title = Speakers
contacts-title = Contact
places-title = Places
news-title = News
changes-title = Changes to the programme

## The chooser of languages, and a page that is not there

choose-language = Read this site in English
suggested-language = Your browser’s language
not-found-title = Page not found
not-found-text = The address may be misspelt, or the page may have moved.
not-found-home = Go to the home page

## A text that is missing in the reader's language

fallback-title = This page has not yet been translated into English
# $language: name of the language of the original, e.g. 'Danish'
fallback-text = The text below is in { $language }.
fallback-original = Read the original

## The home page

full-programme = See the full programme
# $count: sessions that are not shown
more-sessions =
    { $count ->
        [one] { $count } more session
       *[other] { $count } more sessions
    }
organisations-heading = Behind the event

## Programme and sessions

days-label = Days of the programme
time-to-be-announced = Time to be announced
place-to-be-announced = Place to be announced
next-day = Ends after midnight
# $timezone: name of the zone in the IANA database, e.g. 'Europe/Copenhagen'
local-times = All times are local time at the venue (time zone: { $timezone }).
agenda-empty = The programme will follow.
no-sessions = The programme for this day will follow.
facts-heading = Facts
fact-date = Date
fact-time = Time
fact-place = Place
fact-held-in = Language
fact-interpreted-into = Interpreted into
fact-tracks =
    { $count ->
        [one] Theme
       *[other] Themes
    }
fact-hosts =
    { $count ->
        [one] Host
       *[other] Hosts
    }
fact-speakers =
    { $count ->
        [one] Speaker
       *[other] Speakers
    }
# $languages: list of languages, ready to print
held-in = In { $languages }
interpreted-into = Interpreted into { $languages }
previous-session = Previous session
next-session = Next session
session-navigation = More sessions

views-label = Ways to see the day
view-list = List
view-grid = Rooms and times
# $day: the day in words
grid-title = { $day }: rooms and times
grid-everywhere = Everywhere
days-around = Other days
previous-day = The day before
next-day-page = The day after
# $day: day and month
day-programme = Programme of { $day }
# $count: number of sessions of a day
sessions-count =
    { $count ->
        [one] { $count } session
       *[other] { $count } sessions
    }
rooms-count =
    { $count ->
        [one] { $count } place
       *[other] { $count } places
    }

## What is known of a session

unplaced = Still to be placed
choose-one = Choose one of several
fact-also = Also held
fact-registration = Registration
fact-audience = Who may come
fact-alternatives = Choose this one or
fact-watch = To watch
fact-links = Links
stream = Live stream
recording = Recording
registration-none = No registration needed
registration-required = Registration required
registration-open = Registration is open
registration-full = No places left
registration-closed = Registration is closed
registration-invitation = By invitation
# $day: the day in words
registration-deadline = Register by { $day }
seats =
    { $count ->
        [one] { $count } place
       *[other] { $count } places
    }
audience-open = Open to everybody
audience-delegates = For delegates
audience-invited = For invited guests
mode-simultaneous = simultaneous
mode-consecutive = consecutive
mode-whispered = whispered
# $language: name of a language inside a sentence
interpreted-from = from { $language }
stage-speaker = speaker
stage-moderator = moderator
stage-host = host
stage-guest = guest
transport-heading = Getting there and back
leg-from = From
leg-to = To
travel-bus = Bus
travel-walk = On foot
travel-train = Train
travel-ferry = Ferry
travel-bicycle = Bicycle
travel-car = Car
documents-heading = Documents
# $count: the size of a file
kilobytes = { $count } kB

## Choosing from the programme

filter = Choose from the programme
filter-all = All
filter-languages = Sessions you can follow in
filter-theme = Theme
filter-kind = Kind
filter-place = Place
filter-mine = Only my programme
filter-reset = Show everything
# $shown and $all: numbers, filled in by the script
filter-shown = Shown: { $shown } of { $all }
# $language: name of a language inside a sentence
language-title = Sessions you can follow in { $language }
# $kind: name of a kind of session
kind-title = In the programme: { $kind }
others-by-language = Other languages
others-by-kind = Other kinds

## Clocks. $city: the city of a zone; $time: hours

guest-time = { $city } { $time }
guest-time-after = { $city } { $time } (+1 day)
guest-time-before = { $city } { $time } (−1 day)
your-time = Your time { $time }
your-time-after = Your time { $time } (+1 day)
your-time-before = Your time { $time } (−1 day)
now = Now
next = Next
today = Today
jump-to-now = Go to now

## One's own programme

star = In my programme
# $titles: titles of sessions; $count: a number; both filled in by the script
my-programme-title = My programme
my-programme-scripts = Your own programme is put together in your browser and kept there, without an account. For this the page needs scripts, which are switched off here. Everything else on this site works without them.
my-programme-about = Choose sessions with the star beside them. Your choice is kept in this browser only.
my-programme-empty = You have not chosen any sessions yet.
my-programme-link = My programme
my-programme-choose = Go to the programme
my-programme-clash = At the same time as: { $titles }
my-programme-shared = This programme was shared with you. It is not yours, and yours is unchanged.
my-programme-add = Add these to my programme
my-programme-added = Added to your programme.
my-programme-own = Show my own programme
my-programme-share = Copy an address to share
my-programme-copied = The address has been copied.
my-programme-calendar = Save as calendar file
my-programme-remove = Remove
my-programme-gone = No longer in the programme: { $count }
my-programme-failed = The programme could not be fetched. Try again when you are online.

## Themes of the event

# $number: the theme's number, from 1
track-number = Theme { $number }
track-sessions = In the programme
track-sessions-none = The programme for this theme will follow.
speaker-sessions = In the programme
speaker-sessions-none = Times will follow.
other-tracks = More themes

## People

phone = Telephone
email = Email
contacts-empty = Contact details will follow.
speakers-empty = Speakers will be announced.

## Earlier editions, and people's own sites

editions-heading = Earlier editions
person-website = Website

## Calendars, cards and feeds

calendar-programme = The whole programme for your calendar
calendar-day = This day for your calendar
calendar-track = This theme for your calendar
calendar-session = Add to calendar
card = Save the contact (vCard)
card-code = QR code
# $name: the person's name
card-code-text = QR code with the contact details of { $name }
feed-title = News and changes

## Places

fact-address = Address
fact-access = Access
fact-capacity = Capacity
fact-maps = Maps
fact-part-of = Part of
fact-rooms = Rooms
place-sessions = What happens here
place-sessions-none = The programme for this place will follow.
everywhere = everywhere
place-venue = Venue
place-room = Room
place-stop = Stop
place-company = Company
place-municipality = Municipality

## News

news-empty = There is no news yet.

## Changes of the programme

changes-empty = The programme has not changed since it was published.
change-before = Before:
# What stands between the kind of a change and the title of its session
change-title-separator = { ": " }
change-new = New
change-time = New time
change-time-announced = Time announced
change-end = New end
change-place = New place
change-time-and-place = New time and place
change-cancelled = Cancelled
change-back = Takes place after all
change-gone = No longer in the programme

## Whether a session takes place

status-confirmed = Confirmed
status-tentative = Expected
status-cancelled = Cancelled
status-postponed = Postponed
status-moved = Moved

## Long pages

on-this-page = On this page

## Kinds of session

kind-conference = Conference
kind-session = Session
kind-keynote = Keynote
kind-panel = Panel discussion
kind-workshop = Workshop
kind-ceremony = Ceremony
kind-reception = Reception
kind-dinner = Dinner
kind-meal = Meal
kind-visit = Site visit
kind-bilateral = Partner activity
kind-break = Break
kind-transport = Transport
kind-registration = Registration

## Roles of organisations

role-host = Host
role-initiator = Initiated by
role-partner = Partners
role-supporter = Supported by
role-other = Also taking part

## Words that the text itself may need

alert-note = Note
alert-tip = Tip
alert-important = Important
alert-warning = Warning
alert-caution = Caution
task-done = Done
task-open = To do
table = Scrollable table
footnotes = Notes
footnote-back = Back to the text

## Names of languages, as they stand inside a sentence

language-ar = Arabic
language-da = Danish
language-de = German
language-en = English
language-es = Spanish
language-fi = Finnish
language-fr = French
language-ja = Japanese
language-kl = Greenlandic
language-ko = Korean
language-nb = Norwegian
language-pl = Polish
language-sv = Swedish
language-uk = Ukrainian
language-zh = Chinese
language-zh-hans = Simplified Chinese
language-zh-hant = Traditional Chinese

## The cities that stand for time zones

zone-africa-nairobi = Nairobi
zone-america-los-angeles = Los Angeles
zone-america-new-york = New York
zone-america-nuuk = Nuuk
zone-asia-hong-kong = Hong Kong
zone-asia-shanghai = Beijing
zone-asia-singapore = Singapore
zone-asia-taipei = Taipei
zone-asia-tokyo = Tokyo
zone-atlantic-faroe = Tórshavn
zone-europe-copenhagen = Copenhagen
zone-europe-helsinki = Helsinki
zone-europe-kyiv = Kyiv
zone-europe-london = London
