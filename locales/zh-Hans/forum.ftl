# 本论坛专用词语，优先于主题模板中的词语（themes/forum/locales/zh-Hans/）。

kind-session = 主题分论坛
kind-visit = 实地考察
kind-bilateral = 中方合作伙伴活动
