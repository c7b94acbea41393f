"""Settings are read from the environment alone; a bad one is refused by its name, a secret one is never shown."""

from pathlib import Path

import pytest
from pydantic import SecretStr

from schemas.settings import load_settings
from schemas.words import Refusal

SECRET = "postgresql://ledger:hush-hush@db.example:5432/ledger"  # noqa: S105 - invented


def test_without_any_variable_everything_is_embedded_in_the_home_folder() -> None:
    settings = load_settings({"HOME": "/home/clerk"})

    assert settings.home == Path("/home/clerk/.bihuan")
    assert (settings.temporal_port, settings.ui_port, settings.namespace, settings.language) == (
        7233,
        8233,
        "bihuan",
        "zh",
    )
    assert not settings.database_is_elsewhere
    assert not settings.temporal_is_elsewhere


def test_an_empty_variable_counts_as_unset() -> None:
    empty = dict.fromkeys(("BIHUAN_HOME", "BIHUAN_DATABASE_URL", "BIHUAN_UI_PORT", "TEMPORAL_ADDRESS"), "")
    assert load_settings({"HOME": "/home/clerk", **empty}) == load_settings({"HOME": "/home/clerk"})


@pytest.mark.parametrize(
    ("said", "home"), [("/srv/site", "/srv/site"), ("~/site", "/home/clerk/site"), ("~", "/home/clerk")]
)
def test_the_folder_is_where_it_was_said(said: str, home: str) -> None:
    assert load_settings({"HOME": "/home/clerk", "BIHUAN_HOME": said}).home == Path(home)


def test_a_folder_named_from_here_keeps_its_place_when_a_child_starts_elsewhere() -> None:
    assert load_settings({"HOME": "/home/clerk", "BIHUAN_HOME": "site"}).home == Path.cwd() / "site"


@pytest.mark.parametrize("variable", ["TEMPORAL_ADDRESS", "TEMPORAL_CONFIG_FILE", "TEMPORAL_PROFILE"])
def test_each_of_temporals_own_variables_that_name_a_server_replaces_the_embedded_one(variable: str) -> None:
    settings = load_settings({variable: "cluster.example:7233"})

    assert settings.temporal_is_elsewhere
    assert not settings.database_is_elsewhere


def test_a_database_url_replaces_the_embedded_database() -> None:
    assert load_settings({"BIHUAN_DATABASE_URL": SECRET}).database_is_elsewhere


@pytest.mark.parametrize(
    "url",
    [
        "postgres://db.example/ledger",
        "postgresql://ledger@/ledger?host=/srv/bihuan/run&passfile=/srv/a%20b/app.pgpass",
        "postgresql://ledger:%23%40%2F%3A:!$&'()*+,;=~@db.example:5432/ledger?sslmode=verify-full&sslrootcert=/etc/ca.pem",
        "postgresql://ledger@[::1]:5432/ledger?application_name=bihuan",
        "postgresql://ledger@db1.example:5432,db2.example:5433/ledger?target_session_attrs=read-write",
        "postgresql://ledger@/ledger?host=/srv/a,/srv/b&port=5432,5433",
        "postgresql://台账:口令@数据库.example/台账",
    ],
)
def test_an_address_that_the_driver_reads_is_taken_as_it_is(url: str) -> None:
    settings = load_settings({"BIHUAN_DATABASE_URL": url, "BIHUAN_OWNER_DATABASE_URL": url})
    assert (settings.database_url, settings.owner_database_url) == (SecretStr(url), SecretStr(url))


def test_a_secret_is_not_printed() -> None:
    settings = load_settings(
        {"BIHUAN_DATABASE_URL": SECRET, "TEMPORAL_API_KEY": "hush-hush", "TEMPORAL_ADDRESS": "cloud.example:7233"}
    )
    assert "hush-hush" not in f"{settings!r} {settings} {settings.model_dump_json()}"


@pytest.mark.parametrize(
    ("variable", "bad"),
    [
        ("BIHUAN_TEMPORAL_PORT", "0"),
        ("BIHUAN_TEMPORAL_PORT", "65536"),
        ("BIHUAN_UI_PORT", "http"),
        ("BIHUAN_UI_PORT", "80.5"),
        ("BIHUAN_LANG", "fr"),
        ("BIHUAN_DATABASE_URL", "mysql://ledger:hush-hush@db.example/ledger"),
        ("BIHUAN_DATABASE_URL", "postgresql://ledger:hush-hush#1@db.example/ledger"),
        ("BIHUAN_DATABASE_URL", "postgresql://ledger:hush-hush/1@db.example/ledger"),
        ("BIHUAN_DATABASE_URL", "postgresql://ledger:hush-hush?1@db.example/ledger"),
        ("BIHUAN_DATABASE_URL", "postgresql://ledger:hush-hush[1@db.example/ledger"),
        ("BIHUAN_DATABASE_URL", "postgresql://ledger:hush-hush@1@db.example/ledger"),
        ("BIHUAN_DATABASE_URL", "postgresql://ledger:hush-hush%1@db.example/ledger"),
        ("BIHUAN_DATABASE_URL", "postgresql://ledger:hush hush-hush@db.example/ledger"),
        ("BIHUAN_DATABASE_URL", "postgresql://ledger:hush-hush℀@db.example/ledger"),
        ("BIHUAN_DATABASE_URL", "postgresql://ledger:hush-hush@db.example:hush-hush/ledger"),
        ("BIHUAN_DATABASE_URL", "postgresql://ledger:hush-hush@db.example:0/ledger"),
        ("BIHUAN_DATABASE_URL", "postgresql://ledger:hush-hush@db.example:65536/ledger"),
        ("BIHUAN_DATABASE_URL", "postgresql://ledger:hush-hush@db.example:65536,db.example/ledger"),
        ("BIHUAN_DATABASE_URL", "postgresql://ledger:hush-hush@db.example/ledger?hush-hush"),
        ("BIHUAN_DATABASE_URL", "postgresql://ledger:hush-hush@db.example/ledger?sslmode=hush-hush"),
        ("BIHUAN_DATABASE_URL", "postgresql://ledger:hush-hush@/ledger?port=hush-hush"),
        ("BIHUAN_OWNER_DATABASE_URL", "postgresql://ledger:hush-hush#1@db.example/ledger"),
        ("TEMPORAL_ADDRESS", "http://cluster.example:7233"),
        ("TEMPORAL_ADDRESS", "cluster.example"),
        ("TEMPORAL_NAMESPACE", "a name"),
    ],
)
def test_a_bad_value_is_refused_by_the_name_of_its_variable(variable: str, bad: str) -> None:
    with pytest.raises(Refusal) as refused:
        load_settings({"HOME": "/home/clerk", variable: bad})

    for sentence in (refused.value.reason.zh, refused.value.reason.en):
        assert variable in sentence
        assert "hush-hush" not in sentence


@pytest.mark.parametrize(
    ("environ", "names"),
    [
        ({"BIHUAN_UI_PORT": "7233"}, ("BIHUAN_TEMPORAL_PORT", "BIHUAN_UI_PORT")),
        ({"TEMPORAL_API_KEY": "hush-hush"}, ("TEMPORAL_API_KEY", "TEMPORAL_ADDRESS")),
        ({"BIHUAN_OWNER_DATABASE_URL": SECRET}, ("BIHUAN_OWNER_DATABASE_URL", "BIHUAN_DATABASE_URL")),
    ],
)
def test_values_that_do_not_go_together_are_refused_by_both_names(
    environ: dict[str, str], names: tuple[str, str]
) -> None:
    with pytest.raises(Refusal) as refused:
        load_settings(environ)

    assert all(name in refused.value.reason.en and name in refused.value.reason.zh for name in names)


def test_an_address_of_internet_protocol_six_is_an_address() -> None:
    assert load_settings({"TEMPORAL_ADDRESS": "[::1]:7233"}).temporal_address == "[::1]:7233"
