# Forummets egne ord. De træder i stedet for temaets (themes/forum/locales/da/).

kind-session = Temasession
kind-visit = Besøg på virksomheder og anlæg
kind-bilateral = Aktiviteter med kinesiske partnere
