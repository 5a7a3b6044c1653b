"""Static files lose what nobody reads, and nothing that means something."""

from __future__ import annotations

import shutil
from pathlib import Path

from web.assets import Assets

STATIC = Path(__file__).parents[2] / "static"
SCRIPT = b"""// A thought of its author.
(() => {
  "use strict"; /* another */
  const where = "https://not-a-comment/* nor  this */";
  const said = `kept  as it  is // ${where}`;
  const found = /a\\/\\/b  c/.test(where);
})();
"""


def as_sent(folder: Path, name: str, body: bytes) -> bytes:
    shutil.copytree(STATIC, folder / "static")
    (folder / "static" / name).write_bytes(body)
    return Assets(folder / "static").by_name[name].body


def test_a_script_travels_without_comments_and_with_every_literal(tmp_path: Path) -> None:
    sent = as_sent(tmp_path, "js/pad.js", SCRIPT)

    assert b"thought" not in sent
    assert b"another" not in sent
    assert b'"https://not-a-comment/* nor  this */"' in sent
    assert b"`kept  as it  is // ${where}`" in sent
    assert rb"/a\/\/b  c/" in sent


def test_a_style_sheet_keeps_its_strings(tmp_path: Path) -> None:
    sent = as_sent(tmp_path, "css/pad.css", b'/* thought */\n.a  >  .b { content : "x  :  y";\n color: red; }\n')

    assert sent == b'.a>.b{content :"x  :  y";color:red}'


def test_the_page_of_a_plain_layout_lends_no_height_to_a_plain_notice():
    rules = (STATIC / "css" / "app.css").read_text().splitlines()
    (tall,) = [rule.split("{")[0].split() for rule in rules if "plain" in rule and "min-height: 100vh" in rule]
    assert tall == ["body.plain"]
