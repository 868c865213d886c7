"""Saved web pages: the headline and the paragraphs of the one article that a page is about, by lxml.

General extractors were measured on pages set in eight layouts of news sites: trafilatura kept title and paragraphs of
every third article to the character, for it drops, joins and rewrites paragraphs to gain recall over all kinds of
pages. Here a page is cut into the lines that a browser would show, and the lines of the article are chosen.
"""

from tagger.readers.web.page import read_web_page

__all__ = ["read_web_page"]
