"""The addresses of a shop on a phone."""

from __future__ import annotations


def test_an_address_is_added_changed_preferred_and_taken_off(shop):
    assert "1 Test Street, London" in shop.get("retailer.addresses").words()
    form = shop.get("retailer.new_address")
    refused = shop.press(form, "Save the address", {"What you call it": "Shop"}, expect=422)
    assert refused.errors() == {"Address": "Enter street, town and postcode."}
    assert refused.field("What you call it")["value"] == "Shop"
    for name in ("Shop", "Store"):
        form = shop.get("retailer.new_address")
        shop.press(form, "Save the address", {"What you call it": name, "Address": f"{name} Street 2"})

    listed = shop.get("retailer.addresses")
    store = shop.get(next(tag["href"] for tag in listed.soup.select("ul.records a") if "Store" in tag.text))
    shop.press(store, "Make it the usual one")
    assert "Store Store Street 2 the usual one" in shop.get("retailer.addresses").words()
    edited = shop.get(store.path)
    shop.press(edited, "Save the address", {"Address": "5 Hill Rise"})
    assert "5 Hill Rise" in shop.get("retailer.addresses").words()
    shop.press(shop.get(store.path), "Take it off")
    assert "5 Hill Rise" not in shop.get("retailer.addresses").words()
    shop.get(store.path, expect=404)
