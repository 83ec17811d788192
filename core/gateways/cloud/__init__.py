"""WhatsApp Cloud API: `driver` (the kind and what it asks), `answers`. Bodies, codes and events are in `core.gateways.meta`."""
