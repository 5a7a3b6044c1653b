import pytest

from demo.glossary import chinese_name


@pytest.mark.parametrize(
    ("name", "chinese"),
    [
        ("White Hanging Heart T-Light Holder", "白色悬挂式心形茶蜡烛台"),
        ("Pack of 72 Retro Spot Cake Cases", "复古圆点蛋糕纸杯（72只装）"),
        ("Set/5 Red Spotty Lid Glass Bowls", "红色圆点带盖玻璃碗5件套"),
        ("Regency Cakestand 3 Tier", "摄政风蛋糕架三层"),
        ("Gin + Tonic Diet Metal Sign", ""),
        ("Redder Heart", ""),
    ],
)
def test_a_name_is_translated_when_every_word_is_known(name, chinese):
    assert chinese_name(name) == chinese
