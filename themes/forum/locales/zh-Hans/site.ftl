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

views-label = 查看方式
view-list = 列表
view-grid = 会场时间表
# $day: the day in words
grid-title = { $day }：会场时间表
everywhere = 全场
days-around = 其他日期
previous-day = 前一天
next-day-page = 后一天
# $day: day and month
day-programme = { $day }日程
# $count: number of sessions of a day
sessions-count = { $count } 项活动
rooms-count = { $count } 个会场

## Choosing from the programme

filter = 筛选日程
filter-all = 全部
filter-languages = 可使用的语言
filter-theme = 主题
filter-kind = 类型
filter-place = 地点
filter-mine = 只看我的日程
filter-reset = 显示全部
# $shown and $all: numbers, filled in by the script
filter-shown = 显示 { $shown } 项，共 { $all } 项
# $language: name of a language inside a sentence
language-title = 可用{ $language }参与的活动
# $kind: name of a kind of session
kind-title = 日程中的活动：{ $kind }
others-by-language = 其他语言
others-by-kind = 其他类型

## Clocks. $city: the city of a zone; $time: hours

guest-time = { $city } { $time }
guest-time-after = { $city } 次日 { $time }
guest-time-before = { $city } 前一日 { $time }
your-time = 您的当地时间 { $time }
your-time-after = 您的当地时间 次日 { $time }
your-time-before = 您的当地时间 前一日 { $time }
now = 正在进行
next = 即将开始
today = 今天
jump-to-now = 跳至当前活动

## One's own programme

star = 在我的日程中

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

## The cities that stand for time zones

zone-africa-nairobi = 内罗毕
zone-america-los-angeles = 洛杉矶
zone-america-new-york = 纽约
zone-america-nuuk = 努克
zone-asia-hong-kong = 香港
zone-asia-shanghai = 北京
zone-asia-singapore = 新加坡
zone-asia-taipei = 台北
zone-asia-tokyo = 东京
zone-atlantic-faroe = 托尔斯港
zone-europe-copenhagen = 哥本哈根
zone-europe-helsinki = 赫尔辛基
zone-europe-kyiv = 基辅
zone-europe-london = 伦敦
