# The forum's own messages. They override the theme's (themes/forum/locales/en/).

kind-session = Theme session
kind-visit = Site visits
kind-bilateral = Activities with Chinese partners
