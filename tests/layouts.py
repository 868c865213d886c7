"""Saved pages of made-up news sites, each built otherwise: what stands around an article, and how it is marked up."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape

Layout = Callable[[str, Sequence[str]], str]

_SCRIPT = (
    "<script>var page={id:10293,title:'专题'};document.write('<p>广告：满一百减二十，今日下单还送好礼。</p>');</script>"
)
_NAMES = ("首页", "时政", "财经", "科技", "社会", "文化", "体育", "视频", "图片", "专题", "数字报", "客户端")
_OTHERS = (
    "秋收时节话丰年：稻谷满仓人欢笑", "江畔夜色引客来", "老城厢里的新茶馆开门迎客", "市民健身跑周末开跑",
    "一图读懂：明年的公交线路怎么调整", "社区食堂的第一顿午饭", "雨后山村云海如画（组图）", "博物馆夜场门票今起预约",
)  # fmt: skip


def _links(names: Sequence[str], between: str = " ") -> str:
    return between.join(f'<a href="/c/{number}.shtml">{name}</a>' for number, name in enumerate(names))


def _others(tag: str = "li") -> str:
    return "".join(f'<{tag}><a href="/n/{number}.html">{name}</a></{tag}>' for number, name in enumerate(_OTHERS))


def _p(paragraphs: Sequence[str], before: str = "", **attributes: str) -> str:
    said = "".join(f' {name}="{value}"' for name, value in attributes.items())
    return "\n".join(f"<p{said}>{before}{escape(text, quote=False)}</p>" for text in paragraphs)


def plain(title: str, paragraphs: Sequence[str]) -> str:
    """Semantic markup: header, nav, article, aside, footer."""
    return f"""<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>{escape(title)}_明河新闻网</title>
<meta property="og:title" content="{escape(title)}"><meta name="keywords" content="明河,要闻"></head><body>
<header><a href="/"><img src="logo.png" alt="明河新闻网"></a><nav><ul>{_others()}</ul></nav></header>
<main><article><h1>{escape(title)}</h1><div class="meta"><time>2023-10-16 09:30</time><span>来源：明河日报</span>
<span>记者：赵某</span></div><div class="content">{_p(paragraphs)}</div><p class="editor">责任编辑：钱某</p></article>
<aside><h3>热点排行</h3><ol>{_others()}</ol></aside></main><footer><p>版权所有 明河新闻网 未经授权不得转载</p>
<p>互联网新闻信息服务许可证 00120170001 备案号：00000001</p></footer></body></html>"""


def indented(title: str, paragraphs: Sequence[str]) -> str:
    """Nested divs, paragraphs that begin with two full-width spaces, share buttons inside the article's box."""
    body = _p(paragraphs, "　　", style="text-indent: 2em;")
    return f"""<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8">
<title>{escape(title)}-财经频道-临溪在线</title>{_SCRIPT}<style>.a{{color:red}}</style></head><body>
<div id="top"><div class="wrap">{_links(_NAMES)}</div></div><div class="path">您的位置：<a href="/">首页</a> &gt;
<a href="/cj">财经</a> &gt; 正文</div><div class="main"><div class="left"><div class="box"><h1 id="h1title">{escape(title)}</h1>
<div class="info"><span>2023年10月16日10:21</span>　<span>来源：<a href="#">临溪晚报</a></span><span>字号：<a>大</a><a>中</a><a>小</a></span></div>
<div id="zoom"><div class="txt">{_SCRIPT}{body}<div class="share"><span>分享到：</span><a>微信</a><a>微博</a><a>QQ空间</a></div>
<div class="edit">（责任编辑：孙某）</div></div></div></div><div class="rel"><h2>相关新闻</h2><ul>{_others()}</ul></div></div>
<div class="right"><h2>图片新闻</h2><ul>{_others()}</ul></div></div><div id="foot">{_links(("关于我们", "联系方式", "版权声明"), " | ")}
<br>Copyright © 2010-2023 临溪在线 All Rights Reserved</div></body></html>"""


def broken(title: str, paragraphs: Sequence[str]) -> str:
    """One box of text whose paragraphs are parted by <br>."""
    body = "<br /><br />\n".join("&nbsp;&nbsp;&nbsp;&nbsp;" + escape(text, quote=False) for text in paragraphs)
    return f"""<html><head><meta charset="utf-8"><title>{escape(title)} | 云岭观察</title></head><body>
<div class="head"><h2><a href="/">云岭观察</a></h2><p>{_links(_NAMES, "|")}</p></div>
<div class="detail"><div class="title">{escape(title)}</div><div class="sub">发布时间：2023-10-16 08:00:00　作者：李某　浏览次数：1024</div>
<div class="text">{body}</div><div class="pn"><p>上一篇：<a href="1.html">社区食堂的第一顿午饭</a></p><p>下一篇：<a href="2.html">江畔夜色引客来</a></p></div></div>
<div class="bottom"><p>主办：云岭观察编辑部　地址：云岭市人民路一号</p></div></body></html>"""


def tables(title: str, paragraphs: Sequence[str]) -> str:
    """A page laid out by tables, headline in <font>, as sites were built long ago."""
    cells = "".join(f"<td><a href='{name}.htm'>{name}</a></td>" for name in _NAMES)
    return f"""<HTML><HEAD><TITLE>{escape(title)}</TITLE><META content="text/html; charset=utf-8" http-equiv=Content-Type></HEAD>
<BODY><TABLE width=980 align=center><TR>{cells}</TR></TABLE><TABLE width=980 align=center><TR><TD width=700 valign=top>
<TABLE width="100%"><TR><TD align=center><FONT size=5><B>{escape(title)}</B></FONT></TD></TR>
<TR><TD align=center>2023年10月16日 来源：松江时报 【<A href="#">打印</A>】【<A href="#">关闭</A>】</TD></TR><TR><TD><HR>
{_p(paragraphs, "　　")}</TD></TR><TR><TD align=right>编辑：周某</TD></TR></TABLE></TD><TD width=280 valign=top><TABLE>
{"".join(f"<TR><TD>·<A href='{number}.htm'>{name}</A></TD></TR>" for number, name in enumerate(_OTHERS))}</TABLE></TD></TR></TABLE>
<TABLE width=980 align=center><TR><TD align=center>松江新闻中心版权所有</TD></TR></TABLE></BODY></HTML>"""


def pictured(title: str, paragraphs: Sequence[str]) -> str:
    """Pictures with captions between paragraphs, an advertisement inside the text, paragraphs in <span> and <strong>."""
    figure = '<figure><img src="1.jpg" alt=""><figcaption>工人在车间里检查设备。王某 摄</figcaption></figure>'
    ad = '<div class="ad"><a href="http://ad.example">点击下载客户端 领取新人红包</a></div>'
    marked = [f'<p><span style="font-size:16px">{escape(text, quote=False)}</span></p>' for text in paragraphs]
    marked[1:1] = [figure]
    marked[-1:-1] = [ad] if len(paragraphs) > 1 else []
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{escape(title)} - 晴川客户端</title>
<meta name="description" content="{escape(paragraphs[0][:60])}"></head><body><div id="app"><div class="m-header"><span>晴川</span>
{_links(_NAMES)}</div><section class="m-article"><h1 class="t">{escape(title)}</h1><p class="author"><span>晴川日报</span> <span>2023-10-16 07:15</span></p>
<div class="rich_media_content">{"".join(marked)}</div><div class="tags">标签：{_links(("要闻", "本地"))}</div><div class="like"><span>点赞 12</span>
<span>收藏</span></div></section><section class="m-comment"><h3>全部评论</h3><div class="c"><b>网友甲</b><p>期待早日建成，家门口就能看到变化，真好。</p></div>
<div class="c"><b>网友乙</b><p>支持一下，希望配套也跟上。</p></div></section><section class="m-rec"><h3>推荐阅读</h3>{_others("div")}</section></div>
<script src="a.js"></script></body></html>"""


def wrapped(title: str, paragraphs: Sequence[str]) -> str:
    """Divs for paragraphs, lines of the source wrapped and indented, the headline once more in the path."""
    body = "\n".join(f"<div>\n      {escape(text, quote=False)}\n    </div>" for text in paragraphs)
    return f"""<!doctype html>
<html>
  <head>
    <title>
      {escape(title)}——白塔网
    </title>
    <meta charset="utf-8">
  </head>
  <body>
    <div class="crumbs"><a href="/">白塔网</a> &raquo; <a href="/news">新闻</a> &raquo; {escape(title)}</div>
    <h1>
      {escape(title)}
    </h1>
    <h5>2023-10-16　来源：白塔日报　编辑：吴某</h5>
    <div class="article-body">
    {body}
    <div>【纠错】 【责任编辑：郑某】</div>
    </div>
    <div class="more"><b>延伸阅读</b><ul>{_others()}</ul></div>
    <div class="qr"><img src="qr.png"><p>扫一扫在手机打开当前页</p></div>
    <div class="copyright">白塔网 版权所有</div>
  </body>
</html>"""


def official(title: str, paragraphs: Sequence[str]) -> str:
    """The site of an authority: metadata of its own, a table of facts above, the text in classes of an editor."""
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><meta name="SiteName" content="河湾区人民政府">
<meta name="ArticleTitle" content="{escape(title)}"><meta name="PubDate" content="2023-10-16 15:02"><meta name="ContentSource" content="区融媒体中心">
<title>{escape(title)}_部门动态_河湾区人民政府</title></head><body><div class="top-bar"><span>今天是2024年3月5日 星期二</span><a>无障碍</a><a>长者模式</a></div>
<div class="menu">{_links(_NAMES, "</span><span>")}</div><div class="position">当前位置：<a>首页</a>&gt;<a>政务公开</a>&gt;<a>部门动态</a></div>
<div class="xl_con"><div class="xl_title">{escape(title)}</div><table class="bt"><tr><td>索引号：</td><td>00823-2023</td><td>发布机构：</td><td>区融媒体中心</td></tr></table>
<div class="xl_info">发布日期：2023-10-16 15:02　来源：区融媒体中心　浏览次数：<span id="hits">88</span>　字体：[<a>大</a> <a>中</a> <a>小</a>]</div>
<div class="TRS_Editor"><div class="view TRS_UEDITOR trs_paper_default">{_p(paragraphs, style="text-indent:2em")}</div></div>
<div class="xl_fj">附件：</div><div class="print"><a>打印本页</a><a>关闭窗口</a></div></div>
<div class="foot"><p>主办单位：河湾区人民政府办公室</p><p>网站标识码：0000000001</p></div></body></html>"""


def bare(title: str, paragraphs: Sequence[str]) -> str:
    """Hardly any markup: a headline, paragraphs never closed."""
    body = "".join(f"<p>{escape(text, quote=False)}" for text in paragraphs)
    return f"<html><head><title>{escape(title)}</title></head><body><h1>{escape(title)}</h1>{body}</body></html>"


LAYOUTS: tuple[Layout, ...] = (plain, indented, broken, tables, pictured, wrapped, official, bare)
