# The forum's own words. They take the place of the theme's (themes/forum/locales/en/).

kind-session = Theme session
kind-visit = Site visits
kind-bilateral = Activities with Chinese partners
