"""On which shelf a product belongs, judged by the words of its name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final


@dataclass(frozen=True, slots=True)
class Shelf:
    """A category with its commission, and the supplier to which an import gives its products."""

    slug: str
    name: str
    name_zh: str
    commission_rate: Decimal
    supplier: str
    words: frozenset[str]


def _shelf(slug: str, names: tuple[str, str], percent: str, supplier: str, words: str) -> Shelf:
    return Shelf(slug, *names, Decimal(percent) / 100, supplier, frozenset(words.split()))


SEASONS: Final = _shelf(
    "seasons",
    ("Christmas and seasons", "节庆用品"),
    "8",
    "SUP-YIWU",
    "christmas xmas advent santa reindeer snowman snowmen snowflake bauble baubles wreath nativity stocking"
    " easter bunny halloween valentine valentines",
)
HOME: Final = _shelf("home", ("Home decoration", "家居装饰"), "7", "SUP-FORGE", "")

SHELVES: Final = (
    SEASONS,
    _shelf(
        "candles",
        ("Candles and scents", "蜡烛与香薰"),
        "7",
        "SUP-CANTON",
        "candle candles candlestick candleholder t-light t-lights tlight t-lite tealight tealights incense scented"
        " scent potpourri votive lantern lanterns oil cones matches burner",
    ),
    _shelf(
        "lighting",
        ("Lights and lamps", "灯饰"),
        "6.5",
        "SUP-CANTON",
        "lights lamp lamps lampshade chandelier torch nightlight led",
    ),
    _shelf(
        "kitchen",
        ("Kitchen and table", "厨房与餐桌"),
        "6",
        "SUP-JINGDE",
        "mug mugs cup cups saucer saucers bowl bowls plate plates teapot tea coffee cutlery apron cakestand cake cakes"
        " cases jar jars jug kitchen baking bottle bottles tray trays spoon spoons knife dish dishes pan recipe"
        " biscuit cookie mould moulds coaster coasters placemat placemats egg glass glasses tumbler decanter lunch"
        " breakfast dinner oven toast butter sugar salt pepper colander whisk measuring snack popcorn porcelain timer"
        " bread sundae sandwich carafe wine cocktail ladle pastry tablecloth chopsticks",
    ),
    _shelf(
        "jewellery",
        ("Jewellery and accessories", "首饰与配饰"),
        "9",
        "SUP-YIWU",
        "necklace necklaces necklac neckl bracelet bracelets bangle bangles earrings earring ring rings brooch pendant"
        " charm charms hair comb slides slide grip grips bead beads tiara anklet keyring key-ring keyrings scarf"
        " hairclip hairclips bobbles bands jewel jewelled locket chain",
    ),
    _shelf(
        "bags",
        ("Bags and travel", "箱包"),
        "7.5",
        "SUP-YIWU",
        "bag bags handbag purse purses washbag luggage passport umbrella suitcase suitcases shopper wallet holdall"
        " satchel backpack rucksack sponge",
    ),
    _shelf(
        "party",
        ("Party and wrapping", "派对与包装"),
        "6",
        "SUP-PENNINE",
        "party wrap ribbon ribbons birthday napkin napkins balloon balloons bunting garland tissue tissues doilies doily"
        " straws chain confetti gift giftwrap streamers invites sparklers bubbles wrapping",
    ),
    _shelf(
        "stationery",
        ("Stationery and cards", "文具与贺卡"),
        "6",
        "SUP-PENNINE",
        "card cards notebook notebooks pen pens pencil pencils sticker stickers stamp stamps tape eraser erasers ruler"
        " book books album albums calendar magnets magnet origami envelope envelopes journal diary memo notepad notelets"
        " sketchbook paper sharpener bookmark planner folder chalk chalkboard blackboard crayons postcard",
    ),
    _shelf(
        "toys",
        ("Toys and children", "玩具与儿童"),
        "7",
        "SUP-RIVER",
        "toy toys doll dolls jigsaw jigsaws game games puzzle puzzles childs child's children's childrens kids baby"
        " dinosaur skittles dolly playhouse robot robots magic marbles snap skipping rope dominoes ludo naughts crosses"
        " spinning yoyo tattoos rocket racing puppet soldiers babies teddy rattle dolls' cubes",
    ),
    _shelf(
        "textiles",
        ("Cushions and textiles", "布艺"),
        "7",
        "SUP-RIVER",
        "cushion cushions curtain curtains throw quilt blanket doormat mat rug towel towels fabric cover covers pad"
        " warmer hottie cosy slippers socks hot-water bedspread knitted crochet textile pillow bedlinen robe",
    ),
    _shelf(
        "craft",
        ("Craft and sewing", "手工与缝纫"),
        "6.5",
        "SUP-RIVER",
        "craft sewing kit felt felt-craft feltcraft knitting patch patches button buttons needle needles folkart"
        " decoupage pin cushion-kit threads bobbins sequin sequins",
    ),
    _shelf(
        "garden",
        ("Garden and outdoors", "园艺与户外"),
        "6.5",
        "SUP-FORGE",
        "garden watering planter planters plant plants pot pots birdhouse birdcage feeder parasol picnic beach"
        " flowerpot bucket seeds seed gardener's gardeners shed thermometer windmill hammock deckchair spade trowel"
        " fork greenhouse cloche gnome toadstool toadstools",
    ),
    _shelf(
        "storage",
        ("Storage and hooks", "收纳与挂钩"),
        "6",
        "SUP-FORGE",
        "box boxes basket baskets storage drawer drawers cabinet hook hooks hanger hangers rack shelf shelves tin tins"
        " tidy peg pegs bin doorstop knob knobs stool chest trunk crate container canister canisters case bank",
    ),
    _shelf(
        "walls",
        ("Signs, clocks and frames", "墙饰、钟表与相框"),
        "7",
        "SUP-FORGE",
        "sign signs clock clocks frame frames mirror mirrors photo picture pictures wall art letter letters tile tiles"
        " canvas plaque number print prints block sticker-wall doorsign",
    ),
    _shelf(
        "bathroom",
        ("Bathroom and wellbeing", "浴室与身心护理"),
        "7",
        "SUP-JINGDE",
        "bath bathroom soap soaps toothbrush bathrobe balm lip massager massage foot nail manicure cosmetic"
        " sponge shower plasters tonic",
    ),
    HOME,
)

_BY_WORD: Final = {word: shelf for shelf in reversed(SHELVES) for word in shelf.words}
_WORD: Final = re.compile(r"[a-z]+(?:['-][a-z]+)*")


def shelf_of(name: str) -> Shelf:
    """Choose the shelf: a word of a season anywhere, else the last word that a shelf knows.

    English names end in what the thing is: *jewelled candle* is a candle, *cake tins* are tins. A word that two
    shelves know belongs to the earlier one.
    """
    words = _WORD.findall(name.lower().replace("hot water bottle", "hottie"))
    if any(word in SEASONS.words for word in words):
        return SEASONS
    return next((_BY_WORD[word] for word in reversed(words) if word in _BY_WORD), HOME)
