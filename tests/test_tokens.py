"""Tokens that we did not issue, or did not issue for this, are refused whatever they claim."""

import base64
import hashlib
import hmac
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import orjson
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from jose import jwk, jwt
from pydantic import SecretStr

from app import clock
from app import settings as settings_module
from app.errors import Unauthenticated
from app.services import refresh_tokens, tokens
from app.settings import Settings, configure

SECRET = "signing-secret-0123456789abcdefghij"
OTHER = "another-secret-9876543210zyxwvutsrq"
WHO, SESSION = uuid4(), uuid4()


@pytest.fixture(autouse=True)
def use() -> Iterator[Callable[..., None]]:
    """Sets the secrets of the desk; they are as before after the test."""
    before = settings_module.settings()

    def secrets(secret: str = SECRET, previous: str | None = None) -> None:
        configure(Settings(secret=SecretStr(secret), secret_previous=SecretStr(previous) if previous else None))

    secrets()
    yield secrets
    configure(before)


def b64(raw: bytes) -> str:
    """Base64url without padding, as in a JWT."""
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def unb64(text: str) -> Any:
    """The JSON of one part of a JWT."""
    return orjson.loads(base64.urlsafe_b64decode(text + "=="))


def forge(header: dict[str, Any], claims: Any, key: bytes, digest: str = "sha256") -> str:
    """A JWT made by hand, so that nothing protects us from making a bad one."""
    signed = f"{b64(orjson.dumps(header))}.{b64(orjson.dumps(claims))}"
    return f"{signed}.{b64(hmac.digest(key, signed.encode(), digest))}"


def key_of(kind: str, secret: str = SECRET) -> tuple[str, bytes]:
    """The kid and the key that the desk signs this kind of token with."""
    key = hmac.digest(secret.encode(), f"otklik {kind} token".encode(), "sha256")
    return hashlib.sha256(key).hexdigest()[:16], key


def claims_of(kind: str = "agent", **changes: Any) -> dict[str, Any]:
    """Good claims, with these changes; a change to None leaves the claim out."""
    now = int(clock.now().timestamp())
    made = {
        "iss": "otklik", "aud": f"otklik:{kind}", "sub": str(WHO), "jti": str(SESSION), "iat": now, "exp": now + 60,
    }  # fmt: skip
    return {name: value for name, value in (made | changes).items() if value is not None}


def signed(kind: str = "agent", claims: Any = None, **header: Any) -> str:
    """A token under the desk's own key, with these claims and header members."""
    kid, key = key_of(kind)
    return forge({"alg": "HS256", "typ": "JWT", "kid": kid} | header, claims or claims_of(kind), key)


def refused(token: str) -> str:
    """Assert that the token is refused; the code."""
    with pytest.raises(Unauthenticated) as caught:
        tokens.verify(token)
    return caught.value.code


@pytest.mark.parametrize("kind", ["agent", "customer"])
def test_a_token_says_who_by_which_sign_in_until_when(kind: tokens.Kind) -> None:
    now = clock.now()
    read = tokens.verify(tokens.issue(kind, WHO, SESSION, seconds=60, now=now))
    assert (read.kind, read.subject, read.session_id) == (kind, WHO, SESSION)
    assert read.expires_at == datetime.fromtimestamp(int(now.timestamp()) + 60, UTC)


def test_the_hand_made_token_is_good_so_that_the_bad_ones_mean_something() -> None:
    assert tokens.verify(signed()).subject == WHO


def test_an_expired_token_says_so() -> None:
    token = tokens.issue("agent", WHO, SESSION, seconds=60, now=clock.now() - timedelta(seconds=61))
    assert refused(token) == "token_expired"


@pytest.mark.parametrize("claim", ["exp", "iat", "aud", "iss", "sub", "jti"])
def test_every_claim_is_required(claim: str) -> None:
    assert (
        refused(signed(claims={name: value for name, value in claims_of().items() if name != claim})) == "invalid_token"
    )


@pytest.mark.parametrize(
    "changes",
    [
        {"iss": "somebody"}, {"aud": "otklik:customer"}, {"aud": ["otklik:agent", 1]}, {"sub": "not-an-id"}, {"sub": 7},
        {"jti": "not-an-id"}, {"exp": "soon"}, {"exp": 10**12}, {"iat": "then"}, {"nbf": 9_999_999_999},
    ],
)  # fmt: skip
def test_a_claim_that_is_not_ours_is_refused(changes: dict[str, Any]) -> None:
    assert refused(signed(claims=claims_of(**changes))) == "invalid_token"


def test_a_tampered_token_is_refused() -> None:
    head, body, signature = tokens.issue("agent", WHO, SESSION, seconds=60, now=clock.now()).split(".")
    claims = unb64(body) | {"sub": str(uuid4())}
    assert refused(f"{head}.{b64(orjson.dumps(claims))}.{signature}") == "invalid_token"
    swapped = ("A" if signature[0] != "A" else "B") + signature[1:]
    assert refused(f"{head}.{body}.{swapped}") == "invalid_token"
    assert refused(f"{head}.{body}.") == "invalid_token"


@pytest.mark.parametrize("alg", ["none", "None", "NONE", "HS512", "RS256", "ES256", "dir", "", None, 7])
def test_only_our_algorithm_counts_whatever_the_token_names(alg: Any) -> None:
    assert refused(signed(alg=alg)) == "invalid_token"
    head, body, _ = signed(alg=alg).split(".")
    assert refused(f"{head}.{body}.") == "invalid_token"


def test_another_digest_under_our_key_is_refused() -> None:
    kid, key = key_of("agent")
    token = forge({"alg": "HS512", "kid": kid}, claims_of(), key, "sha512")
    assert refused(token) == "invalid_token"


def test_a_public_key_used_as_a_shared_secret_is_refused() -> None:
    public = rsa.generate_private_key(public_exponent=65537, key_size=2048).public_key()
    kid, _ = key_of("agent")
    for encoding in (Encoding.DER, Encoding.PEM):
        raw = public.public_bytes(encoding, PublicFormat.SubjectPublicKeyInfo)
        for alg in ("HS256", "RS256"):
            assert refused(forge({"alg": alg, "kid": kid}, claims_of(), raw)) == "invalid_token"


def test_a_token_of_another_desk_is_refused() -> None:
    kid, key = key_of("agent", OTHER)
    ours, _ = key_of("agent")
    assert refused(forge({"alg": "HS256", "kid": kid}, claims_of(), key)) == "invalid_token"
    assert refused(forge({"alg": "HS256", "kid": ours}, claims_of(), key)) == "invalid_token"


@pytest.mark.parametrize("secret", [b"", SECRET.encode()])
def test_an_empty_key_and_the_bare_secret_sign_nothing(secret: bytes) -> None:
    kid, _ = key_of("agent")
    assert refused(forge({"alg": "HS256", "kid": kid}, claims_of(), secret)) == "invalid_token"


def test_a_visitors_key_never_signs_for_an_agent() -> None:
    agent_kid, _ = key_of("agent")
    visitor_kid, visitor_key = key_of("customer")
    for kid in (agent_kid, visitor_kid):
        assert refused(forge({"alg": "HS256", "kid": kid}, claims_of("agent"), visitor_key)) == "invalid_token"


@pytest.mark.parametrize("kid", [None, "", "../../key", 7, ["x"], {"a": 1}, "0" * 16])
def test_an_unknown_key_id_is_refused(kid: Any) -> None:
    assert refused(signed(kid=kid)) == "invalid_token"


@pytest.mark.parametrize(
    "token",
    ["", ".", "..", "...", "a.b.c", "x" * 5000, "é.é.é", "\x00", "W10.W10.", b64(b"[" * 900) + ".e30.x", "otk_x", " "],
)
def test_what_is_no_token_at_all_is_refused(token: str) -> None:
    assert refused(token) == "invalid_token"


@pytest.mark.parametrize("claims", [[], "text", 7, [{"sub": "x"}]])
def test_claims_that_are_no_object_are_refused(claims: Any) -> None:
    kid, key = key_of("agent")
    assert refused(forge({"alg": "HS256", "kid": kid}, claims, key)) == "invalid_token"


def test_while_the_secret_rotates_old_tokens_stay_good(use: Callable[..., None]) -> None:
    token = tokens.issue("agent", WHO, SESSION, seconds=60, now=clock.now())
    use(OTHER, SECRET)
    assert tokens.verify(token).subject == WHO
    newer = tokens.issue("agent", WHO, SESSION, seconds=60, now=clock.now())
    use(OTHER)
    assert tokens.verify(newer).subject == WHO
    assert refused(token) == "invalid_token"


def identity(key: str = OTHER, **changes: Any) -> str:
    """An identity token as a company's own backend makes it."""
    now = int(clock.now().timestamp())
    claims = {"iss": "shop", "aud": "otklik", "sub": "42", "jti": "1", "iat": now, "exp": now + 60} | changes
    left = {name: value for name, value in claims.items() if value is not None}
    return forge({"alg": "HS256"}, left, key.encode())


def test_an_identity_token_is_held_to_its_brand() -> None:
    read = tokens.verify_identity(identity(), secret=OTHER, audience="otklik", issuer="shop")
    assert read["sub"] == "42"
    bad = [identity(SECRET), identity(iss="other"), identity(aud="x"), identity(exp=1), identity(exp=None), "x.y.z"]
    for token in bad:
        with pytest.raises(Unauthenticated):
            tokens.verify_identity(token, secret=OTHER, audience="otklik", issuer="shop")
    with pytest.raises(Unauthenticated):
        tokens.verify_identity(identity(""), secret="", audience="otklik", issuer="shop")


PROVIDER_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
ISSUER = "https://id.example.com"


def id_token(key: rsa.RSAPrivateKey | bytes, head: dict[str, Any] | None = None, **changes: Any) -> str:
    """An ID token, signed with this key, with these claims changed or (None) left out."""
    now = int(clock.now().timestamp())
    claims = {"iss": ISSUER, "aud": "desk", "sub": "7", "iat": now, "exp": now + 60} | changes
    left = {name: value for name, value in claims.items() if value is not None}
    head = {"alg": "RS256", "kid": "a"} | (head or {})
    if isinstance(key, bytes):
        return forge(head, left, key)
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    return str(jwt.encode(left, pem, algorithm="RS256", headers=head))


def public_jwk(key: rsa.RSAPrivateKey) -> dict[str, Any]:
    """A public key as providers publish theirs."""
    pem = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    return dict(jwk.construct(pem, "RS256").to_dict())


def provider_keys(**changes: Any) -> list[dict[str, Any]]:
    """What the provider publishes."""
    made = public_jwk(PROVIDER_KEY)
    return [{**made, "kid": "a", "use": "sig", **changes}]


def good_id_token(token: str, keys: list[dict[str, Any]] | None = None) -> bool:
    """Whether it is taken; a key that is not there is as good as a wrong one."""
    try:
        tokens.verify_id_token(token, provider_keys() if keys is None else keys, audience="desk", issuer=ISSUER)
    except (Unauthenticated, LookupError):
        return False
    return True


def test_an_id_token_is_good_when_the_provider_signed_it_for_this_desk() -> None:
    assert good_id_token(id_token(PROVIDER_KEY))
    assert good_id_token(id_token(PROVIDER_KEY, aud=["desk", "another"]))
    now = int(clock.now().timestamp())
    hour = 3600
    for claims in (
        {"iss": "https://evil.example"}, {"iss": ISSUER + "/"}, {"iss": None}, {"aud": "another"}, {"aud": ["x"]},
        {"aud": None}, {"sub": None}, {"exp": None}, {"iat": None}, {"exp": now - hour, "iat": now - 2 * hour},
        {"nbf": now + hour}, {"exp": "never"},
    ):  # fmt: skip
        assert not good_id_token(id_token(PROVIDER_KEY, **claims)), claims


def test_an_id_token_that_somebody_else_made_is_refused() -> None:
    stranger = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    assert not good_id_token(id_token(stranger))
    # A key that came with the token, or an address of one, is nobody's.
    own = public_jwk(stranger)
    assert not good_id_token(id_token(stranger, {"jwk": own, "jku": "https://evil.example/keys"}))
    # What is public is no secret: neither as it is in the set nor as it is written in files.
    public = PROVIDER_KEY.public_key()
    for secret in (
        public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo),
        public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo),
        orjson.dumps(provider_keys()[0]),
        b"",
    ):
        assert not good_id_token(id_token(secret, {"alg": "HS256"}))
        # Also where the provider's own set names such a key.
        shared = [{"kty": "oct", "kid": "a", "alg": "HS256", "k": base64.urlsafe_b64encode(secret).decode()}]
        assert not good_id_token(id_token(secret, {"alg": "HS256"}), shared)
        assert not good_id_token(id_token(secret, {"alg": "HS256"}), provider_keys(alg="HS256"))


@pytest.mark.parametrize("alg", ["none", "None", "NONE", "", None, ["RS256"], "ES256", "PS256"])
def test_an_id_token_does_not_choose_how_it_is_looked_at(alg: Any) -> None:
    head, claims, signature = id_token(PROVIDER_KEY).split(".")
    forged = base64.urlsafe_b64encode(orjson.dumps({"alg": alg, "kid": "a"})).rstrip(b"=").decode()
    for token in (f"{forged}.{claims}.{signature}", f"{forged}.{claims}.", f"{forged}.{claims}"):
        assert not good_id_token(token)
    assert not good_id_token(f"{head}.{claims}.")
    assert not good_id_token(f"{head}.{claims[:-2]}AA.{signature}")
    assert not good_id_token(f"{head}.{claims}.{signature}" + "A" * tokens.MAX_ID_TOKEN)


def test_keys_that_are_for_something_else_or_broken_verify_nothing() -> None:
    token = id_token(PROVIDER_KEY)
    for changes in ({"use": "enc"}, {"kid": "b"}, {"alg": "RS512"}, {"n": "AA"}, {"n": 5}, {"e": None}, {"kty": "EC"}):
        assert not good_id_token(token, provider_keys(**changes)), changes
    assert not good_id_token(token, [])


def test_a_refresh_token_names_its_sign_in_and_generation() -> None:
    for generation in (0, 1, 2**32 - 1):
        assert refresh_tokens.read(refresh_tokens.make(SESSION, generation)) == (SESSION, generation)


def test_a_made_up_refresh_token_names_nothing(use: Callable[..., None]) -> None:
    token = refresh_tokens.make(SESSION, 3)
    raw = bytearray(base64.urlsafe_b64decode(token.removeprefix("otr_") + "=="))
    for place in (0, 16, 19, 20, len(raw) - 1):
        changed = bytearray(raw)
        changed[place] ^= 1
        assert refresh_tokens.read("otr_" + b64(bytes(changed))) is None
    for text in (
        "",
        "otr_",
        "otr_!!!",
        token.removeprefix("otr_"),
        token + "AAAA",
        token[:-8],
        "otr_é",
        "otr_" + "A" * 70,
    ):
        assert refresh_tokens.read(text) is None
    use(OTHER, SECRET)
    assert refresh_tokens.read(token) == (UUID(str(SESSION)), 3)
    use(OTHER)
    assert refresh_tokens.read(token) is None
