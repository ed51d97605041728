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
