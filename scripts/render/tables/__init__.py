"""The tables of the page and the paper, as the templates take them."""
