"""How hard the properties are tried: few enough to be run after every change; `make fuzz` tries the long lives more."""

import os

from hypothesis import HealthCheck, settings

_CALM = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
settings.register_profile("quick", _CALM, max_examples=25)
settings.register_profile("long", _CALM, max_examples=1_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))
