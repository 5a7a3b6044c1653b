"""Every table of every area, for migrations and for the tests that compare the two."""

from __future__ import annotations

from trade.admission import models as _admission
from trade.banking import models as _banking
from trade.catalogue import models as _catalogue
from trade.claims import models as _claims
from trade.credit import models as _credit
from trade.files import models as _files
from trade.forecasting import models as _forecasting
from trade.history import models as _history
from trade.invoicing import models as _invoicing
from trade.kernel import events as _events
from trade.kernel import idempotency as _idempotency
from trade.kernel import outbox as _outbox
from trade.kernel.base import Base
from trade.ledger import models as _ledger
from trade.news import models as _news
from trade.notices import models as _notices
from trade.ordering import models as _ordering
from trade.pad import models as _pad
from trade.parties import models as _parties
from trade.payouts import models as _payouts
from trade.pooling import models as _pooling
from trade.pricing import models as _pricing
from trade.quality import models as _quality
from trade.quoting import models as _quoting
from trade.rates import models as _rates
from trade.scoring import models as _scoring
from trade.settlement import models as _settlement
from trade.stock import models as _stock

AREAS = (
    _events,
    _idempotency,
    _outbox,
    _parties,
    _catalogue,
    _files,
    _ledger,
    _rates,
    _pricing,
    _stock,
    _credit,
    _history,
    _ordering,
    _quoting,
    _settlement,
    _payouts,
    _banking,
    _notices,
    _news,
    _pad,
    _forecasting,
    _pooling,
    _invoicing,
    _claims,
    _quality,
    _admission,
    _scoring,
)
METADATA = Base.metadata
