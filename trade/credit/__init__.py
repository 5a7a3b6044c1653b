"""Credit lines: who may pay later, how much and until when; what is owed, repaid, late and given up.

Higher areas pay on credit through functions of an open unit of work, each in the transaction of what it pays for:

- ``actions.draw(work, buyer_id, [CreditOrder(...)])`` pays orders now: raises the line's use, makes an invoice of each
  and posts ``order:<id>:paid``. ``CreditRefused`` says why not, and what is left.
- ``actions.reserve(work, buyer_id, amount)`` promises part of a line; ``actions.release(work, buyer_id, amount)`` gives
  it back. Whoever reserves remembers how much, and releases or captures it once.
- ``actions.capture(work, [Capture(...)])`` turns reservations of several buyers into paid orders, or sets them free. It
  never refuses: a line that was frozen meanwhile does not void what was promised.
- ``actions.take_off(work, order_id, amount, source_key)`` takes a refund off the order's open invoice, then off what was
  given up of it, and answers both; whoever calls posts them (credit_receivable, bad_debt) with the rest of the refund.
"""
