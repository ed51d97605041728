# Interface messages in Danish. A comment above a message describes its arguments.

## The frame of every page

skip-to-content = Gå til indholdet
menu-label = Hovedmenu
languages-label = Vælg sprog
breadcrumbs-label = Du er her
home = Forside

## Titles of built-in pages that have no title of their own

tracks-title = Temaer
agenda-title = Program
speakers-title = Talere
contacts-title = Kontakt
places-title = Steder
news-title = Nyheder
changes-title = Ændringer i programmet

## The choice of languages, and the page for a missing address

choose-language = Læs hjemmesiden på dansk
suggested-language = Din browsers sprog
not-found-title = Siden findes ikke
not-found-text = Adressen er måske skrevet forkert, eller siden er flyttet.
not-found-home = Gå til forsiden
moved-title = Siden er flyttet

## A text that is missing in the reader's language

fallback-title = Siden er endnu ikke oversat til dansk
# $language: name of the language of the original, e.g. 'engelsk'
fallback-text = Teksten herunder er på { $language }.
fallback-original = Læs originalen

## En oversættelse, der er forældet eller lavet af et program

outdated-title = Oversættelsen er ikke opdateret
# $date: den dag, oversættelsen var rigtig; $language: navnet på originalens sprog
outdated-text = Den svarer til teksten { $date }. Siden er der ændret tal, tidspunkter eller links i originalen på { $language }.
unreviewed-title = Maskinoversættelse
# $language: navnet på originalens sprog
unreviewed-text = Et program har oversat siden fra { $language }. Ingen har læst den igennem endnu.
# $date: den dag, oversættelsen var rigtig; $language: navnet på originalens sprog
reworded-text = Den svarer til teksten { $date }. Siden er originalen på { $language } blevet omformuleret.
# Efter en tekst, der er forældet
outdated-mark = (ikke opdateret)
# Til kalendere og feeds
outdated-note = Teksten er oversat fra en tidligere udgave. Originalen er ændret siden.
unreviewed-note = Maskinoversættelse. Ingen har læst den igennem endnu.

## Et sprog, der endnu ikke er offentliggjort; kun redaktører ser disse ord

draft-mark = (kladde)
draft-title = Siderne på dansk er endnu ikke offentliggjort
draft-text = Kun forhåndsvisninger og versioner med kladder viser dem.

## The home page

full-programme = Se hele programmet
# $count: number of sessions that are not shown
more-sessions =
    { $count ->
        [one] { $count } programpunkt mere
       *[other] { $count } programpunkter mere
    }
organisations-heading = Bag arrangementet

## Programme and sessions

days-label = Dage i programmet
all-day = Hele dagen
time-to-be-announced = Tidspunkt oplyses senere
place-to-be-announced = Sted oplyses senere
next-day = Slutter efter midnat
night-to = { $time } (natten til den { $day })
# $timezone: name of the zone in the IANA database, e.g. 'Europe/Copenhagen'
local-times = Alle klokkeslæt er angivet i lokal tid (tidszone: { $timezone }).
agenda-empty = Programmet er på vej.
no-sessions = Dagens program er på vej.
facts-heading = Fakta
fact-date = Dato
fact-time = Tid
fact-place = Sted
fact-held-in = Sprog
fact-interpreted-into = Tolkes til
fact-tracks =
    { $count ->
        [one] Tema
       *[other] Temaer
    }
fact-hosts =
    { $count ->
        [one] Vært
       *[other] Værter
    }
fact-speakers =
    { $count ->
        [one] Taler
       *[other] Talere
    }
# $languages: list of languages, already formatted
held-in = På { $languages }
interpreted-into = Tolkes til { $languages }
previous-session = Forrige programpunkt
next-session = Næste programpunkt
session-navigation = Flere programpunkter

views-label = Måder at se dagen på
view-list = Liste
view-grid = Lokaler og tider
# $day: the day, already formatted
grid-title = { $day }: lokaler og tider
grid-everywhere = Overalt
days-around = Andre dage
previous-day = Dagen før
next-day-page = Dagen efter
# $day: day and month
day-programme = Programmet { $day }
# $count: number of sessions of a day
sessions-count =
    { $count ->
        [one] { $count } programpunkt
       *[other] { $count } programpunkter
    }
rooms-count =
    { $count ->
        [one] { $count } sted
       *[other] { $count } steder
    }

## Facts of a session

unplaced = Endnu ikke placeret
choose-one = Vælg én af flere
fact-also = Afholdes også
fact-registration = Tilmelding
fact-audience = Hvem kan deltage
fact-alternatives = Vælg dette eller
fact-watch = Se med
fact-links = Links
stream = Livestream
recording = Optagelse
registration-none = Tilmelding er ikke nødvendig
registration-required = Tilmelding er nødvendig
registration-open = Tilmeldingen er åben
registration-full = Alt optaget
registration-closed = Tilmeldingen er lukket
registration-invitation = Kun for inviterede
# $day: the day, already formatted
registration-deadline = Senest { $day }
seats =
    { $count ->
        [one] { $count } plads
       *[other] { $count } pladser
    }
audience-open = Åbent for alle
audience-delegates = For delegerede
audience-invited = For inviterede gæster
mode-simultaneous = simultant
mode-consecutive = konsekutivt
mode-whispered = hvisketolkning
# $language: name of a language inside a sentence
interpreted-from = fra { $language }
stage-speaker = oplægsholder
stage-moderator = ordstyrer
stage-host = vært
stage-guest = gæst
in-brackets = {" "}({ $text })
# Between a place and the place that contains it, and between a time and a place
comma = {", "}
# Between the names or words of a list
list-separator = {", "}
transport-heading = Sådan kommer du frem og tilbage
leg-from = Fra
leg-to = Til
travel-bus = Bus
travel-walk = Til fods
travel-train = Tog
travel-ferry = Færge
travel-bicycle = Cykel
travel-car = Bil
documents-heading = Dokumenter
# $count: size of a file
kilobytes = { $count } kB

## Filters of the programme

filter = Vælg fra programmet
filter-all = Alle
filter-languages = Programpunkter, du kan følge på
filter-theme = Tema
filter-kind = Type
filter-place = Sted
filter-mine = Kun mit program
filter-reset = Vis alt
# $shown and $all: numbers, filled in by the script
filter-shown = Viser { $shown } af { $all }
# $language: name of a language inside a sentence
language-title = Programpunkter, du kan følge på { $language }
# $kind: name of a kind of session
kind-title = I programmet: { $kind }
others-by-language = Andre sprog
others-by-kind = Andre typer

## Time zones. $city: city of a zone; $time: times

guest-time = { $city } { $time }
guest-time-after = { $city } { $time } (+1 dag)
guest-time-before = { $city } { $time } (−1 dag)
your-time = Hos dig { $time }
your-time-after = Hos dig { $time } (+1 dag)
your-time-before = Hos dig { $time } (−1 dag)
now = Nu
next = Næste
today = I dag
jump-to-now = Gå til nu

## The reader's own programme

star = I mit program
# $titles: titles of sessions; $count: a number; both filled in by the script
my-programme-title = Mit program
my-programme-scripts = Dit eget program sættes sammen i din browser og gemmes dér, uden konto. Det kræver scripts, og de er slået fra her. Alt andet på hjemmesiden virker uden.
my-programme-about = Vælg programpunkter med stjernen ved siden af dem. Dit valg gemmes kun i denne browser.
my-programme-empty = Du har ikke valgt nogen programpunkter endnu.
my-programme-link = Mit program
my-programme-choose = Gå til programmet
my-programme-clash = Samtidig med: { $titles }
my-programme-shared = Dette program er delt med dig. Det er ikke dit eget, og dit eget er uændret.
my-programme-add = Føj dem til mit program
my-programme-added = Føjet til dit program.
my-programme-own = Vis mit eget program
my-programme-share = Kopiér en adresse, der kan deles
my-programme-copied = Adressen er kopieret.
my-programme-calendar = Gem som kalenderfil
my-programme-remove = Fjern
my-programme-gone = Ikke længere i programmet: { $count }
my-programme-failed = Programmet kunne ikke hentes. Prøv igen, når du er online.

## Tracks

# $number: the track's number, from 1
track-number = Tema { $number }
track-sessions = I programmet
track-sessions-none = Programmet for dette tema er på vej.
speaker-sessions = I programmet
speaker-sessions-none = Tidspunkter følger.
other-tracks = Flere temaer

## People

phone = Telefon
# $number: the phone number; $extension: the digits of the extension
phone-extension = { $number } lok. { $extension }
email = E-mail
contacts-empty = Kontaktoplysninger følger.
speakers-empty = Talerne offentliggøres senere.

## Earlier editions, and people's websites

editions-heading = Tidligere udgaver
person-website = Hjemmeside

## Calendars, cards and feeds

calendar-programme = Hele programmet til kalenderen
calendar-day = Dagen til kalenderen
calendar-track = Temaet til kalenderen
calendar-session = Føj til kalenderen
calendar-subscribe = Abonner i din kalender
calendar-address = Kalenderens adresse til kopiering
card = Gem kontakten (vCard)
card-code = QR-kode
# $name: the person's name
card-code-text = QR-kode med kontaktoplysninger for { $name }
feed-title = Nyheder og ændringer

## Places

fact-address = Adresse
fact-access = Adgang
fact-capacity = Pladser
fact-maps = Kort
fact-part-of = Ligger i
fact-rooms = Lokaler
place-sessions = Her foregår
place-sessions-none = Programmet for dette sted er på vej.
everywhere = alle steder
place-venue = Mødested
place-room = Lokale
place-stop = Stoppested
place-company = Virksomhed
place-municipality = Kommune

## News

news-empty = Der er ingen nyheder endnu.

## Changes of the programme

changes-empty = Programmet er ikke ændret, siden det blev offentliggjort.
change-before = Før:
# Between the kind of a change and the title of its session
change-title-separator = { ": " }
change-new = Nyt
change-time = Nyt tidspunkt
change-time-announced = Tidspunktet er fastlagt
change-end = Nyt sluttidspunkt
change-place = Nyt sted
change-time-and-place = Nyt tidspunkt og sted
change-cancelled = Aflyst
change-back = Gennemføres alligevel
change-gone = Ikke længere i programmet

## Status of a session

status-confirmed = Bekræftet
status-tentative = Forventes
status-cancelled = Aflyst
status-postponed = Udsat
status-moved = Flyttet

## Long pages

on-this-page = På denne side

## Kinds of session

kind-conference = Konference
kind-session = Session
kind-keynote = Hovedoplæg
kind-panel = Paneldebat
kind-workshop = Workshop
kind-ceremony = Ceremoni
kind-reception = Reception
kind-dinner = Middag
kind-meal = Måltid
kind-visit = Besøg
kind-bilateral = Partneraktivitet
kind-break = Pause
kind-transport = Transport
kind-registration = Registrering

## Roles of organisations

role-host = Vært
role-initiator = På initiativ af
role-partner = Samarbejdspartnere
role-supporter = Støttet af
role-other = Medvirkende

## Messages inside Markdown texts

alert-note = Bemærk
alert-tip = Tip
alert-important = Vigtigt
alert-warning = Advarsel
alert-caution = Pas på
task-done = Udført
task-open = Ikke udført
table = Tabel, der kan rulles
footnotes = Noter
footnote-back = Tilbage til teksten

## Names of languages, in the form used inside a sentence

language-kl = grønlandsk
language-nb = norsk

## Cities of time zones

zone-asia-shanghai = Beijing
