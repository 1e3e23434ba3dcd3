"""Each heading has a link that leads to it, and the list of sections has each section once."""

import re

from render import headings

PAGE = """<nav><!-- sections --></nav>
<section id="claims">
<h2>The <em>verdicts</em></h2>
<section id="one"><h3>one</h3></section>
<h3>Noise</h3><h3>Noise</h3><h3 id="steady">At rest?</h3>
</section>
<section id="times"><h2>Times</h2></section>
<h4>no link</h4>"""


def test_every_link_leads_to_an_id_that_is_there_once():
    page = headings.linked(PAGE)
    links = re.findall(r'class="anchor" href="#([^"]+)"', page)
    assert links == ["claims", "one", "noise", "noise-2", "steady", "times"]
    assert sorted(re.findall(r' id="([^"]+)"', page)) == sorted(links)


def test_the_list_has_the_sections_in_their_order():
    page = headings.linked(PAGE)
    assert re.search("<nav>(.*?)</nav>", page, re.DOTALL)[1].split("\n") == [
        '<a href="#claims">The verdicts</a>',
        '<a href="#times">Times</a>',
    ]


def test_a_page_without_headings_stays_as_it_is():
    assert headings.linked("<p>words</p>") == "<p>words</p>"
