"""What holds of goods, without database or clock."""

from trade.catalogue.rules.folding import fold, plain
from trade.catalogue.rules.marks import (
    CERTIFICATE_MAX,
    PROPERTIES_MAX,
    Borne,
    Mark,
    Said,
    check_marks,
    check_properties,
)
from trade.catalogue.rules.offering import HELD_BACK, STORY_MAX, CodeTaken, quantity_rule_problem
from trade.catalogue.rules.packs import PART_MAX, PARTS_MAX, Part, PartsFault, PartsRefused, check_parts, packs_from
from trade.catalogue.rules.ranking import NEW_PLACE, place_of
from trade.catalogue.rules.sorting import SORT_KEY_MAX, UNSORTED, sort_key
from trade.catalogue.rules.spelling import distance, nearest
from trade.catalogue.rules.tokens import SEARCH_TERMS_MAX, asked, search_terms, spelt, tokens_of, vocabulary
from trade.catalogue.rules.written import (
    Unreadable,
    marks_cell,
    marks_in,
    parts_cell,
    parts_in,
    properties_cell,
    properties_in,
)

__all__ = [
    "CERTIFICATE_MAX",
    "HELD_BACK",
    "NEW_PLACE",
    "PARTS_MAX",
    "PART_MAX",
    "PROPERTIES_MAX",
    "SEARCH_TERMS_MAX",
    "SORT_KEY_MAX",
    "STORY_MAX",
    "UNSORTED",
    "Borne",
    "CodeTaken",
    "Mark",
    "Part",
    "PartsFault",
    "PartsRefused",
    "Said",
    "Unreadable",
    "asked",
    "check_marks",
    "check_parts",
    "check_properties",
    "distance",
    "fold",
    "marks_cell",
    "marks_in",
    "nearest",
    "packs_from",
    "parts_cell",
    "parts_in",
    "place_of",
    "plain",
    "properties_cell",
    "properties_in",
    "quantity_rule_problem",
    "search_terms",
    "sort_key",
    "spelt",
    "tokens_of",
    "vocabulary",
]
