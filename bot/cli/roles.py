"""`belfry up`, `chat`, `worker`, `web`, `sandbox`: the commands that stay. What they are made of is in `bot.up`."""

from __future__ import annotations

from argparse import Namespace

from core.settings import Settings


async def up(args: Namespace) -> None:
    settings = Settings.read(sandbox=args.sandbox)
    settings.require_token()
    await _house(settings, ("chat", "worker", "web", *(("sandbox",) if args.sandbox else ())), alone=True)


async def chat(_args: Namespace) -> None:
    settings = Settings.read()
    settings.require_token()
    await _house(settings, ("chat",))


async def worker(_args: Namespace) -> None:
    await _house(Settings.read(), ("worker",))


async def web(_args: Namespace) -> None:
    await _house(Settings.read(), ("web",))


async def _house(settings: Settings, roles: tuple[str, ...], alone: bool = False) -> None:
    from bot.up import House  # a bad setting is told before half the house is loaded

    chosen = frozenset(roles)
    await House(settings, chosen, alone, lambda welcome: print(welcome, flush=True)).run()


def sandbox(args: Namespace) -> None:
    from bot.seed import SANDBOX_KEY, SANDBOX_SESSION
    from core.errors import BadSetting
    from core.sandbox.app import Serving, main_serve
    from core.settings import SANDBOX_TOKEN

    settings = Settings.read(sandbox=True)
    at = settings.sandbox_listen

    def ready(serving: Serving) -> None:
        print(f"The pretend outside world is at {serving.url}")
        print(f"  BELFRY_TELEGRAM_API={serving.telegram_api}  BELFRY_TELEGRAM_TOKEN={SANDBOX_TOKEN}")
        print(f"  belfry channel add clinic --gateway waha --url {serving.waha_url} --key {args.key or SANDBOX_KEY}")
        print(f"    --session {SANDBOX_SESSION} --pace 0s")
        print(
            "  Other gateways on the same phones; tell each where to post, with its webhook URL and secret, at its own"
        )
        print(f"  address (POST {serving.url}/chatwoot/control/webhook with url and secret, and so on):")
        print("\n".join(f"  {offer}" for offer in serving.offers), flush=True)

    try:
        main_serve(
            at.host,
            at.port,
            token=SANDBOX_TOKEN,
            waha_key=args.key or SANDBOX_KEY,
            session=SANDBOX_SESSION,
            engine=args.engine,
            webhook_url=args.webhook_url,
            webhook_secret=args.webhook_secret or "",
            ready=ready,
        )
    except ValueError as e:
        raise BadSetting("bad_value", name="BELFRY_SANDBOX_LISTEN", hint=str(e)) from e
    except OSError as e:
        hint = f"cannot listen on {at}: {e.strerror or 'it is taken'}; choose another host:port"
        raise BadSetting("bad_value", name="BELFRY_SANDBOX_LISTEN", hint=hint) from e
