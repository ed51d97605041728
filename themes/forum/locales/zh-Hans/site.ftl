# The interface's words in Simplified Chinese. Named arguments are stated above the messages that take them.

## The frame of every page

skip-to-content = 跳至正文
menu-label = 主菜单
languages-label = 选择语言
breadcrumbs-label = 当前位置
home = 首页

## Titles of the pages that every event has: for headings, and where the page has none of its own

tracks-title = 主题
agenda-title = 日程
speakers-title = 发言嘉宾
contacts-title = 联系方式
places-title = 地点
news-title = 新闻
changes-title = 日程变更

## The chooser of languages, and a page that is not there

choose-language = 浏览中文版
suggested-language = 您的浏览器语言
not-found-title = 页面不存在
not-found-text = 网址可能有误，或该页面已移至别处。
not-found-home = 返回首页

## A text that is missing in the reader's language

fallback-title = 本页暂无中文译文
# $language: name of the language of the original, e.g. '英语'
fallback-text = 以下正文为{ $language }。
fallback-original = 查看原文

## The home page

full-programme = 查看完整日程
# $count: sessions that are not shown
more-sessions = 另有 { $count } 项活动
organisations-heading = 组织机构

## Programme and sessions

days-label = 日程日期
time-to-be-announced = 时间待公布
next-day = 次日结束
# $timezone: name of the zone in the IANA database, e.g. 'Europe/Copenhagen'
local-times = 所有时间均为活动举办地当地时间（时区：{ $timezone }）。
agenda-empty = 日程即将公布。
no-sessions = 当日日程即将公布。
facts-heading = 活动信息
fact-date = 日期
fact-time = 时间
fact-place = 地点
fact-held-in = 语言
fact-interpreted-into = 口译
fact-tracks = 主题
fact-hosts = 主办单位
fact-speakers = 发言嘉宾
# $languages: list of languages, ready to print
held-in = 使用{ $languages }
interpreted-into = 提供{ $languages }口译
previous-session = 上一项活动
next-session = 下一项活动
session-navigation = 其他活动

## Themes of the event

# $number: the theme's number, from 1
track-number =
    { $number ->
        [1] 主题一
        [2] 主题二
        [3] 主题三
        [4] 主题四
        [5] 主题五
        [6] 主题六
        [7] 主题七
        [8] 主题八
        [9] 主题九
        [10] 主题十
       *[other] 主题 { $number }
    }
track-sessions = 相关日程
track-sessions-none = 本主题的日程即将公布。
speaker-sessions = 相关日程
speaker-sessions-none = 日程即将公布。
other-tracks = 其他主题

## People

phone = 电话
email = 电子邮箱
contacts-empty = 联系方式即将公布。
speakers-empty = 发言嘉宾名单即将公布。

## Places

fact-address = 地址
fact-access = 到达方式
fact-capacity = 可容纳人数
fact-maps = 地图
fact-part-of = 所在地
fact-rooms = 场地
place-sessions = 此处的活动
place-sessions-none = 此地点的日程即将公布。
everywhere = 所有地点
place-venue = 会场
place-room = 房间
place-stop = 站点
place-company = 企业
place-municipality = 城市

## News

news-empty = 暂无新闻。

## Changes of the programme

changes-empty = 日程自公布以来没有变更。
change-before = 原定：
# What stands between the kind of a change and the title of its session
change-title-separator = ：
change-new = 新增
change-time = 时间变更
change-place = 地点变更
change-time-and-place = 时间和地点变更
change-cancelled = 已取消
change-back = 恢复举行
change-gone = 已从日程中移除

## Whether a session takes place

status-confirmed = 已确认
status-tentative = 待定
status-cancelled = 已取消
status-postponed = 已延期
status-moved = 已变更

## Long pages

on-this-page = 本页目录

## Kinds of session

kind-conference = 大会
kind-session = 分论坛
kind-keynote = 主旨演讲
kind-panel = 专题讨论
kind-workshop = 研讨会
kind-ceremony = 仪式
kind-reception = 招待会
kind-dinner = 晚宴
kind-meal = 用餐
kind-visit = 实地考察
kind-bilateral = 双边活动
kind-break = 休息
kind-transport = 交通接送
kind-registration = 报到注册

## Roles of organisations

role-host = 主办单位
role-initiator = 发起单位
role-partner = 合作伙伴
role-supporter = 支持单位
role-other = 参会单位

## Words that the text itself may need

alert-note = 说明
alert-tip = 提示
alert-important = 重要
alert-warning = 警告
alert-caution = 注意
task-done = 已完成
task-open = 未完成
table = 表格（可左右滚动）
footnotes = 注释
footnote-back = 返回正文

## Names of languages, as they stand inside a sentence

language-ar = 阿拉伯语
language-da = 丹麦语
language-de = 德语
language-en = 英语
language-es = 西班牙语
language-fi = 芬兰语
language-fr = 法语
language-ja = 日语
language-kl = 格陵兰语
language-ko = 韩语
language-nb = 挪威语
language-pl = 波兰语
language-sv = 瑞典语
language-uk = 乌克兰语
language-zh = 中文
language-zh-hans = 简体中文
language-zh-hant = 繁体中文
