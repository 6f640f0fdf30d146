"""Settings come from the environment, and a slip in one is an error that says what to do."""

from pathlib import Path

import pytest

from rag.errors import SettingsError
from rag.settings import Settings, load_settings


def test_without_an_environment_the_defaults_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("POURQUOI_HOME", raising=False)
    loaded = load_settings({})
    assert (loaded.home, loaded.encoder, loaded.chunk_tokens) == (Path(".pourquoi"), "packaged", 180)


def test_a_setting_is_read_from_its_variable_and_a_given_value_goes_before_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POURQUOI_HOME", "/from/environment")
    assert load_settings().home == Path("/from/environment")
    assert load_settings(home=Path("/given")).home == Path("/given")
    assert load_settings(home=None).home == Path("/from/environment")


def test_a_misspelt_variable_is_named_with_the_one_that_was_meant() -> None:
    with pytest.raises(SettingsError, match="there is no setting POURQUOI_ENCODR; did you mean POURQUOI_ENCODER"):
        load_settings({"POURQUOI_ENCODR": "x"})


def test_a_variable_of_another_program_is_none_of_our_business() -> None:
    assert load_settings({"POURQUOIPAS": "1", "HOME": "/"}) == load_settings({})


def test_what_kubernetes_tells_of_a_service_called_pourquoi_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    told = {
        "POURQUOI_SERVICE_HOST": "10.96.0.17",
        "POURQUOI_SERVICE_PORT": "8000",
        "POURQUOI_SERVICE_PORT_HTTP": "8000",
        "POURQUOI_PORT": "tcp://10.96.0.17:8000",
        "POURQUOI_PORT_8000_TCP": "tcp://10.96.0.17:8000",
        "POURQUOI_PORT_8000_TCP_PROTO": "tcp",
        "POURQUOI_PORT_8000_TCP_PORT": "8000",
        "POURQUOI_PORT_8000_TCP_ADDR": "10.96.0.17",
        # Of one called pourquoi-web.
        "POURQUOI_WEB_SERVICE_HOST": "10.96.0.18",
        "POURQUOI_WEB_PORT": "udp://10.96.0.18:9000",
    }
    for name, value in told.items():
        monkeypatch.setenv(name, value)
    assert load_settings().port == 8000
    assert load_settings(port=9000).port == 9000


def test_beside_a_service_of_our_name_the_port_is_read_and_a_slip_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POURQUOI_SERVICE_HOST", "10.96.0.17")
    monkeypatch.setenv("POURQUOI_PORT", "9000")
    assert load_settings().port == 9000
    with pytest.raises(SettingsError, match="there is no setting POURQUOI_WEB_PORT"):
        load_settings({"POURQUOI_SERVICE_HOST": "10.96.0.17", "POURQUOI_WEB_PORT": "9000"})
    with pytest.raises(SettingsError, match="there is no setting POURQUOI_SERVICE_HOSTS"):
        load_settings({"POURQUOI_SERVICE_HOSTS": "10.96.0.17"})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("CHUNK_TOKENS", "31"),
        ("CHUNK_TOKENS", "many"),
        ("MIN_CONFIDENCE", "1.1"),
        ("MIN_CONFIDENCE", "nan"),
        ("ENCODER", ""),
        ("PORT", "http://10.96.0.17:8000"),
    ],
)
def test_a_value_out_of_bounds_is_refused_with_its_name_and_value(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(f"POURQUOI_{name}", value)
    with pytest.raises(SettingsError, match=rf"setting {name.lower()} is '?{value}"):
        load_settings()


def test_an_overlap_longer_than_half_a_chunk_is_refused() -> None:
    with pytest.raises(SettingsError, match="an overlap of 150 tokens is not between 0 and half of 180"):
        Settings(chunk_overlap_tokens=150).chunking()


@pytest.mark.parametrize("name", ["POURQUOI_HOME", "POURQUOI_CACHE"])
def test_a_folder_may_begin_with_the_home_of_the_user_and_is_not_empty(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", "/home/anna")
    monkeypatch.setenv(name, "~/news")
    loaded = load_settings()
    assert getattr(loaded, name.removeprefix("POURQUOI_").lower()) == Path("/home/anna/news")
    monkeypatch.setenv(name, "")
    with pytest.raises(SettingsError, match=r"is '': .*it is empty; unset it to have the default, or name a folder"):
        load_settings()


@pytest.mark.parametrize("name", ["home", "cache"])
def test_a_folder_of_a_user_that_there_is_not_is_refused(name: str) -> None:
    told = rf"setting {name} is '~no-such-user/news': .*nobody here has the home folder '~no-such-user'; write the folder out"
    with pytest.raises(SettingsError, match=told):
        load_settings({}, **{name: "~no-such-user/news"})


@pytest.mark.parametrize("field", ["public_url", "mattermost_url", "allowed_origins", "oidc_issuer"])
@pytest.mark.parametrize("url", ["https://ask.example.org:84430", "https://ask.example.org:0"])
def test_an_address_with_a_port_that_there_is_not_is_refused(field: str, url: str) -> None:
    with pytest.raises(SettingsError, match=r"setting .*[Pp]ort"):
        load_settings({}, **{field: url, "oidc_audience": "x"})


def test_an_issuer_that_is_no_address_is_refused() -> None:
    for issuer in ("https://[login/", "https://:443/x"):
        with pytest.raises(SettingsError, match="setting oidc_issuer is"):
            load_settings({}, oidc_issuer=issuer, oidc_audience="x")
