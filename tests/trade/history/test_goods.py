import pytest

from trade.history.rules.goods import display_name, is_goods


@pytest.mark.parametrize(
    "code", ["85123A", "22423", "15056BL", "DCGS0058", "DCGS0066N", "DCGSSBOY", "SP1002", "47503J"]
)
def test_a_code_with_a_number_of_four_digits_names_goods(code):
    assert is_goods(code)


@pytest.mark.parametrize("code", ["POST", "C2", "S", "B", "TEST0001", "GIFT_0001_80", "CRUK", "PADS", "ADJUST"])
def test_other_codes_name_services_fees_and_tests(code):
    assert not is_goods(code)


@pytest.mark.parametrize(
    ("description", "name"),
    [
        ("WHITE HANGING HEART T-LIGHT HOLDER", "White Hanging Heart T-Light Holder"),
        ("SET OF 3 CAKE TINS", "Set of 3 Cake Tins"),
        ("PAPER CHAIN KIT 50'S CHRISTMAS ", "Paper Chain Kit 50's Christmas"),
        ("15CM CHRISTMAS GLASS BALL 20 LIGHTS", "15cm Christmas Glass Ball 20 Lights"),
        ("SET/5 RED SPOTTY LID GLASS BOWLS", "Set/5 Red Spotty Lid Glass Bowls"),
        ("BAG 250g SWIRLY MARBLES", "Bag 250g Swirly Marbles"),
        ("*USB Office Mirror Ball", "USB Office Mirror Ball"),
        ("OF MICE", "Of Mice"),
        ("", ""),
    ],
)
def test_shouted_descriptions_become_names(description, name):
    assert display_name(description) == name
