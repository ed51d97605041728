# Interface messages in Simplified Chinese. A comment above a message describes its arguments.

## The frame of every page

skip-to-content = 跳至正文
menu-label = 主菜单
languages-label = 选择语言
breadcrumbs-label = 当前位置
home = 首页

## Titles of built-in pages that have no title of their own

tracks-title = 主题
agenda-title = 日程
speakers-title = 发言嘉宾
contacts-title = 联系方式
places-title = 地点
news-title = 新闻
changes-title = 日程变更

## The choice of languages, and the page for a missing address

choose-language = 浏览中文版
suggested-language = 您的浏览器语言
not-found-title = 页面不存在
not-found-text = 网址可能有误，或该页面已移至别处。
not-found-home = 返回首页
moved-title = 此页面已移至新网址

## A text that is missing in the reader's language

fallback-title = 本页暂无中文译文
# $language: name of the language of the original, e.g. '英语'
fallback-text = 以下正文为{ $language }。
fallback-original = 查看原文

## 已过时或由机器翻译的译文

outdated-title = 译文已过时
# $date：译文最后一次与原文一致的日期；$language：原文语言的名称
outdated-text = 本页译文截至{ $date }。此后，{ $language }原文中的数字、时间或链接有所更改。
unreviewed-title = 机器翻译
# $language：原文语言的名称
unreviewed-text = 本页由程序从{ $language }翻译，尚未经人工审校。
# $date：译文最后一次与原文一致的日期；$language：原文语言的名称
reworded-text = 本页译文截至{ $date }。此后，{ $language }原文的措辞有所修改。
# 位于已过时的文字之后
outdated-mark = （译文已过时）
# 用于日历和订阅源
outdated-note = 本文译自较早的版本，此后原文已有更改。
unreviewed-note = 机器翻译，尚未经人工审校。

## 尚未发布的语言；只有编辑会看到这些文字

draft-mark = （草稿）
draft-title = 中文版尚未发布
draft-text = 仅在预览和包含草稿的构建中显示。

## The home page

full-programme = 查看完整日程
# $count: number of sessions that are not shown
more-sessions = 另有 { $count } 项活动
organisations-heading = 组织机构

## Programme and sessions

days-label = 日程日期
all-day = 全天
time-to-be-announced = 时间待公布
place-to-be-announced = 地点待公布
next-day = 次日结束
night-to = { $day }凌晨 { $time }
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
# $languages: list of languages, already formatted
held-in = 使用{ $languages }
interpreted-into = 提供{ $languages }口译
previous-session = 上一项活动
next-session = 下一项活动
session-navigation = 其他活动

views-label = 查看方式
view-list = 列表
view-grid = 会场时间表
# $day: the day, already formatted
grid-title = { $day }：会场时间表
grid-everywhere = 全场
days-around = 其他日期
previous-day = 前一天
next-day-page = 后一天
# $day: day and month
day-programme = { $day }日程
# $count: number of sessions of a day
sessions-count = { $count } 项活动
rooms-count = { $count } 个会场

## Facts of a session

unplaced = 时间地点待定
choose-one = 多选一
fact-also = 其他场次
fact-registration = 报名
fact-audience = 参加对象
fact-alternatives = 与以下活动任选其一
fact-watch = 观看
fact-links = 链接
stream = 直播
recording = 录像
registration-none = 无需报名
registration-required = 需要报名
registration-open = 报名进行中
registration-full = 名额已满
registration-closed = 报名已截止
registration-invitation = 凭邀请参加
# $day: the day, already formatted
registration-deadline = 报名截止日期：{ $day }
seats = { $count } 个名额
audience-open = 向公众开放
audience-delegates = 仅限代表
audience-invited = 仅限受邀嘉宾
mode-simultaneous = 同声传译
mode-consecutive = 交替传译
mode-whispered = 耳语传译
# $language: name of a language inside a sentence
interpreted-from = 源语言：{ $language }
stage-speaker = 发言人
stage-moderator = 主持人
stage-host = 东道主
stage-guest = 嘉宾
in-brackets = （{ $text }）
# Between a place and the place that contains it, and between a time and a place
comma = ，
# Between the names or words of a list
list-separator = 、
transport-heading = 往返交通
leg-from = 出发
leg-to = 到达
travel-bus = 大巴
travel-walk = 步行
travel-train = 火车
travel-ferry = 渡轮
travel-bicycle = 自行车
travel-car = 汽车
documents-heading = 文件
# $count: size of a file
kilobytes = { $count } kB

## Filters of the programme

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

## Time zones. $city: city of a zone; $time: times

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

## The reader's own programme

star = 在我的日程中
# $titles: titles of sessions; $count: a number; both filled in by the script
my-programme-title = 我的日程
my-programme-scripts = 您的个人日程在浏览器中编排并保存，无需注册账号。此功能需要启用脚本，而脚本目前已被禁用。本网站的其他内容无需脚本即可使用。
my-programme-about = 点击活动旁的星标即可选择活动。您的选择仅保存在此浏览器中。
my-programme-empty = 您尚未选择任何活动。
my-programme-link = 我的日程
my-programme-choose = 查看日程
my-programme-clash = 时间冲突：{ $titles }
my-programme-shared = 这是他人与您分享的日程，您自己的日程未作改动。
my-programme-add = 加入我的日程
my-programme-added = 已加入您的日程。
my-programme-own = 显示我自己的日程
my-programme-share = 复制分享网址
my-programme-copied = 网址已复制。
my-programme-calendar = 保存为日历文件
my-programme-remove = 移除
my-programme-gone = 已不在日程中：{ $count } 项
my-programme-failed = 无法获取日程。请在联网后重试。

## Tracks

# $number: the track's number, from 1
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
# $number: the phone number; $extension: the digits of the extension
phone-extension = { $number }转{ $extension }
email = 电子邮箱
contacts-empty = 联系方式即将公布。
speakers-empty = 发言嘉宾名单即将公布。

## Earlier editions, and people's websites

editions-heading = 往届活动
person-website = 个人网站

## Calendars, cards and feeds

calendar-programme = 将全部日程加入日历
calendar-day = 将当天日程加入日历
calendar-track = 将此主题加入日历
calendar-session = 加入日历
calendar-subscribe = 在日历中订阅
calendar-address = 日历地址（可复制）
card = 保存联系人（vCard）
card-code = 二维码
# $name: the person's name
card-code-text = { $name }的联系方式二维码
feed-title = 新闻与日程变更

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
# Between the kind of a change and the title of its session
change-title-separator = ：
change-new = 新增
change-time = 时间变更
change-time-announced = 时间已公布
change-end = 结束时间变更
change-place = 地点变更
change-time-and-place = 时间和地点变更
change-cancelled = 已取消
change-back = 恢复举行
change-gone = 已从日程中移除

## Status of a session

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

## Messages inside Markdown texts

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

## Names of languages, in the form used inside a sentence

language-kl = 格陵兰语
language-nb = 挪威语

## Cities of time zones

zone-asia-shanghai = 北京
