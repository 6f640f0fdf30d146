"""A token of the identity provider lets in whom it names, for what it says; any other lets in nobody."""

import asyncio
import hmac
import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from jwt.algorithms import ECAlgorithm, RSAAlgorithm
from jwt.utils import base64url_encode
from starlette.requests import Request
from starlette.responses import Response

from api.access.admission import Admitted
from api.access.caller import Caller, Scope
from api.access.tokens import Provider, Tokens
from api.errors import IdentityError, UnauthenticatedError
from api.writing.journal_file import JournalFile
from api.writing.once import once
from rag.pipeline import Pipeline
from rag.settings import Settings
from tests.access_kit import bearer, guarded, new_key
from tests.web import Web, text, to, web

HashingPipeline = Callable[[Mapping[str, str]], Pipeline]
RSA, EC = rsa.generate_private_key(65_537, 2_048), ec.generate_private_key(ec.SECP256R1())
STRANGER = ec.generate_private_key(ec.SECP256R1())
AUDIENCE = "pourquoi-service"
_CONFIGURATION = "/.well-known/openid-configuration"


def listed(**more: object) -> dict[str, Any]:
    """The keys as a provider lists them, one for encryption and one of a kind that we do not know among them."""
    rsa_key = RSAAlgorithm.to_jwk(RSA.public_key(), as_dict=True) | {"kid": "rsa", "alg": "RS256", "use": "sig"}
    ec_key = ECAlgorithm.to_jwk(EC.public_key(), as_dict=True) | {"kid": "ec"}
    shared = {"kty": "oct", "kid": "shared", "k": "c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0", "alg": "HS256"}
    return {
        "keys": [rsa_key, ec_key, shared, ec_key | {"kid": "enc", "use": "enc"}, {"kty": "XX"}, "x", *more.values()]
    }


@pytest.fixture
def provider() -> Iterator[Web]:
    with web({}) as server:
        issuer = issuer_of(server)
        document = {"issuer": issuer, "jwks_uri": f"{issuer}/keys"}
        server.pages = {
            _CONFIGURATION: text(json.dumps(document).encode(), "application/json"),
            "/keys": text(json.dumps(listed()).encode(), "application/json"),
        }
        yield server


def issuer_of(server: Web) -> str:
    return f"http://127.0.0.1:{server.server_port}"


def claims(server: Web, **more: object) -> dict[str, object]:
    now = int(time.time())
    usual = {"iss": issuer_of(server), "aud": AUDIENCE, "sub": "anna", "exp": now + 300, "scope": "openid pourquoi:ask"}
    return {name: value for name, value in (usual | more).items() if value is not None}


def signed(server: Web, key: Any = EC, algorithm: str = "ES256", kid: str | None = "ec", **more: object) -> str:  # noqa: ANN401
    return jwt.encode(claims(server, **more), key, algorithm, headers={} if kid is None else {"kid": kid})


def tokens_of(server: Web, **more: object) -> Tokens:
    return Tokens(Provider(issuer_of(server), AUDIENCE, private=True), **more)


def shown(server: Web, *tokens: str) -> list[Caller]:
    checking = tokens_of(server)

    async def run() -> list[Caller]:
        return [await checking.caller(token) for token in tokens]

    return asyncio.run(run())


def test_a_token_lets_in_whom_it_names_for_what_it_says(provider: Web) -> None:
    by_ec, by_rsa, several, everything, nothing = shown(
        provider,
        signed(provider),
        signed(provider, RSA, "RS256", "rsa", scope=["pourquoi:write", "pourquoi:ask"], collections="news blog ../x"),
        signed(provider, aud=["other", AUDIENCE], collections=["a", 1, "b"], scope="pourquoi:askew ask admin"),
        signed(provider, collections="*", scope="pourquoi:admin"),
        signed(provider, scope=None, collections={"a": 1}),
    )
    assert by_ec == Caller("oidc:anna", frozenset({Scope.ASK}), frozenset({"default"}))
    assert by_rsa == Caller("oidc:anna", frozenset({Scope.ASK, Scope.WRITE}), frozenset({"news", "blog"}))
    assert several == Caller("oidc:anna", frozenset(), frozenset({"a", "b"}))
    assert everything == Caller("oidc:anna", frozenset({Scope.ADMIN}), None)
    assert nothing == Caller("oidc:anna", frozenset(), frozenset())
    # Its configuration and its keys were asked for once.
    assert [path for path, _ in provider.requests] == [_CONFIGURATION, "/keys"]


def unsigned(server: Web) -> str:
    return jwt.encode(claims(server), None, "none", headers={"kid": "ec"})


def confused(server: Web, kid: str = "rsa") -> str:
    """Signed with the public key as if it were a shared secret, which libraries once fell for."""
    public = RSA.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    parts = ({"alg": "HS256", "typ": "JWT", "kid": kid}, claims(server))
    content = b".".join(base64url_encode(json.dumps(part).encode()) for part in parts)
    return (content + b"." + base64url_encode(hmac.digest(public, content, "sha256"))).decode()


def altered(server: Web) -> str:
    head, _, signature = signed(server).split(".")
    _, body, _ = jwt.encode(claims(server, scope="pourquoi:admin"), STRANGER, "ES256").split(".")
    return f"{head}.{body}.{signature}"


LATE = 31  # seconds; up to 30 the clocks may differ
WRONG: dict[str, Callable[[Web], str]] = {
    "expired": lambda s: signed(s, exp=int(time.time()) - LATE),
    "without an end": lambda s: signed(s, exp=None),
    "not yet": lambda s: signed(s, nbf=int(time.time()) + 10 * LATE),
    "made in the future": lambda s: signed(s, iat=int(time.time()) + 10 * LATE),
    "for another service": lambda s: signed(s, aud="other"),
    "for nobody": lambda s: signed(s, aud=None),
    "of another issuer": lambda s: signed(s, iss="https://evil.example"),
    "of no issuer": lambda s: signed(s, iss=None),
    "without a subject": lambda s: signed(s, sub=None),
    "with an empty subject": lambda s: signed(s, sub=""),
    "with a long subject": lambda s: signed(s, sub="a" * 201),
    "with a subject that moves the cursor": lambda s: signed(s, sub="a\x1b[1A"),
    "signed by a stranger": lambda s: signed(s, STRANGER),
    "signed with a key for another kind": lambda s: signed(s, RSA, "RS256", "ec"),
    "signed with another algorithm than the key's": lambda s: signed(s, RSA, "PS256", "rsa"),
    "signed with the shared key": lambda s: signed(s, b"secretsecretsecretsecretsecretsecret", "HS256", "shared"),
    "signed with the key for encryption": lambda s: signed(s, EC, "ES256", "enc"),
    "naming no key": lambda s: signed(s, kid=None),
    "naming an unknown key": lambda s: signed(s, kid="new"),
    "unsigned": unsigned,
    "confused": confused,
    "altered": altered,
    "cut": lambda s: signed(s)[:-5],
    "too long": lambda s: signed(s, more="a" * 9_000),
    "no token": lambda _: "a.b.c",
    "empty": lambda _: "",
}


@pytest.mark.parametrize("wrong", WRONG)
def test_any_other_token_lets_in_nobody_and_is_not_repeated(provider: Web, wrong: str) -> None:
    token = WRONG[wrong](provider)
    with pytest.raises(UnauthenticatedError) as caught:
        shown(provider, token)
    assert token == "" or token not in str(caught.value)
    assert caught.value.__cause__ is None


def test_a_new_key_is_found_and_unknown_ones_do_not_make_us_ask_each_time(provider: Web) -> None:
    now = [1_000.0]
    checking = tokens_of(provider, clock=lambda: now[0])
    new = ec.generate_private_key(ec.SECP256R1())
    new_listed = ECAlgorithm.to_jwk(new.public_key(), as_dict=True) | {"kid": "new"}

    async def run() -> None:
        await checking.caller(signed(provider))
        provider.pages = provider.pages | {"/keys": text(json.dumps(listed(new=new_listed)).encode())}
        for _ in range(5):
            with pytest.raises(UnauthenticatedError, match="its key is unknown"):
                await checking.caller(signed(provider, new, kid="new"))
        assert len(provider.requests) == 2
        now[0] += 30
        assert (await checking.caller(signed(provider, new, kid="new"))).key_id == "oidc:anna"
        assert len(provider.requests) == 4
        # Ten minutes later what was taken out of use is no longer believed.
        provider.pages = provider.pages | {"/keys": text(json.dumps(listed()).encode())}
        now[0] += 600
        with pytest.raises(UnauthenticatedError, match="its key is unknown"):
            await checking.caller(signed(provider, new, kid="new"))

    asyncio.run(run())


def test_whoever_has_a_known_key_does_not_wait_while_the_provider_is_asked_for_an_unknown_one(provider: Web) -> None:
    now, asked, may_answer = [1_000.0], threading.Event(), threading.Event()
    checking = tokens_of(provider, clock=lambda: now[0])
    answer = text(json.dumps(listed()).encode())

    def slow(handler: BaseHTTPRequestHandler) -> None:
        asked.set()
        may_answer.wait(60)
        answer(handler)

    async def run() -> None:
        await checking.caller(signed(provider))
        provider.pages = provider.pages | {"/keys": slow}
        now[0] += 30
        stranger = asyncio.create_task(checking.caller(signed(provider, STRANGER, kid="strange")))
        await asyncio.to_thread(asked.wait, 60)
        try:
            # The provider may take 5 seconds, after which it counts as silent.
            caller = await asyncio.wait_for(checking.caller(signed(provider)), 2)
        finally:
            may_answer.set()
        assert caller.key_id == "oidc:anna"
        assert not stranger.done()
        with pytest.raises(UnauthenticatedError, match="its key is unknown"):
            await stranger

    asyncio.run(run())


def test_a_provider_that_is_down_is_said_and_not_asked_each_time(provider: Web) -> None:
    now = [0.0]
    checking = tokens_of(provider, clock=lambda: now[0])
    pages, provider.pages = provider.pages, {}

    async def run() -> None:
        for why in (
            "answered with status 404",
            "could not be fetched a moment ago",
            "could not be fetched a moment ago",
        ):
            with pytest.raises(IdentityError, match=why):
                await checking.caller(signed(provider))
        assert len(provider.requests) == 1
        provider.pages = pages
        now[0] += 30
        assert (await checking.caller(signed(provider))).key_id == "oidc:anna"

    asyncio.run(run())


@pytest.mark.parametrize("configuration", ['{"issuer": "https://evil.example", "jwks_uri": "x"}', "[]", "{}", "<html>"])
def test_a_configuration_of_somebody_else_is_not_believed(provider: Web, configuration: str) -> None:
    provider.pages = provider.pages | {_CONFIGURATION: text(configuration.encode())}
    with pytest.raises(IdentityError):
        shown(provider, signed(provider))


def test_the_providers_keys_come_from_where_it_says_and_nobody_sends_us_on(provider: Web) -> None:
    with web({"/keys": text(json.dumps(listed()).encode())}) as elsewhere:
        provider.pages = provider.pages | {"/keys": to(f"{issuer_of(elsewhere)}/keys")}
        with pytest.raises(IdentityError):
            shown(provider, signed(provider))
        assert elsewhere.connections == 0


def test_a_client_whose_token_was_renewed_has_its_request_done_once(provider: Web, tmp_path: Path) -> None:
    now = int(time.time())
    tokens = [signed(provider, exp=now + 100), signed(provider, exp=now + 200), signed(provider, sub="bert")]
    callers = shown(provider, *tokens)
    journal, done = JournalFile(tmp_path / "journal.db"), []

    async def respond() -> Response:
        done.append("done")
        return Response("{}", 201)

    async def run() -> list[bool]:
        sent = [request_of(caller, token) for caller, token in zip(callers, tokens, strict=True)]
        responses = [await once(one, journal, "k", b"{}", respond) for one in sent]
        return ["idempotency-replayed" in response.headers for response in responses]

    # The last is somebody else, for whom the same key is another.
    assert asyncio.run(run()) == [False, True, False]
    assert len(done) == 2
    journal.close()


def request_of(caller: Caller, token: str) -> Request:
    headers = [(b"authorization", f"Bearer {token}".encode())]
    state = {"admitted": Admitted(caller, "default")}
    return Request({"type": "http", "method": "PUT", "path": "/v1/articles/a", "headers": headers, "state": state})


def test_a_provider_in_a_private_network_is_asked_only_where_that_is_set(provider: Web) -> None:
    for issuer in (issuer_of(provider), issuer_of(provider).replace("http:", "https:")):
        checking = Tokens(Provider(issuer, AUDIENCE))
        with pytest.raises(IdentityError, match="cannot be asked"):
            asyncio.run(checking.caller(signed(provider)))
    assert provider.connections == 0


def test_a_key_of_rsa_that_is_listed_without_an_algorithm_is_for_any_of_rsa(provider: Web) -> None:
    any_rsa = RSAAlgorithm.to_jwk(RSA.public_key(), as_dict=True) | {"kid": "any"}
    provider.pages = provider.pages | {"/keys": text(json.dumps(listed(any=any_rsa)).encode())}
    callers = shown(provider, *(signed(provider, RSA, name, "any") for name in ("RS256", "RS384", "RS512", "PS256")))
    assert [caller.key_id for caller in callers] == ["oidc:anna"] * 4
    with pytest.raises(UnauthenticatedError):
        shown(provider, confused(provider, "any"))


@pytest.mark.parametrize(
    ("issuer", "port"),
    [("http://idp.internal/realms/news", 80), ("https://idp.internal", 443), ("http://idp.internal:8080", 8080)],
)
def test_a_provider_is_asked_at_the_port_of_its_address(issuer: str, port: int) -> None:
    assert Tokens(Provider(issuer, AUDIENCE, private=True))._rules.ports == {443, port}


def test_a_token_and_a_key_both_open_the_service(
    provider: Web, hashing_pipeline: HashingPipeline, tmp_path: Path
) -> None:
    settings = Settings(
        home=tmp_path / "guarded",
        host="0.0.0.0",  # noqa: S104
        oidc_issuer=issuer_of(provider),
        oidc_audience=AUDIENCE,
        oidc_private=True,
    )
    pipeline = hashing_pipeline({"one": "Alice left the company because of a quarrel over money.\n"})
    shown = [
        {},
        bearer(signed(provider)),
        bearer(signed(provider, scope="pourquoi:write")),
        bearer("pq_none"),
        bearer("none"),
    ]
    shown += [bearer(new_key(settings.home, Scope.ASK))]

    async def run() -> list[int]:
        async with guarded(pipeline, settings) as client:
            body = {"question": "why did Alice leave?"}
            return [(await client.post("/v1/ask", json=body, headers=one)).status_code for one in shown]

    assert asyncio.run(run()) == [401, 200, 403, 401, 401, 200]
