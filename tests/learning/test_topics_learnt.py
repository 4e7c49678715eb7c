"""Learning topics: what is read of a text, what comes of it, how sure it may be, and bytes that are no model."""

import csv
import io
import pickle
import time
import zipfile
from pathlib import Path

import numpy as np
import pytest

from app.learning import features, models
from tests import topics

REQUESTS = Path(__file__).resolve().parents[3] / "shared" / "data" / "requests.csv"


@pytest.fixture(scope="module")
def model() -> models.Model:
    """A small one."""
    return models.unpacked(topics.learnt().data)


@pytest.mark.parametrize("text", ["", " \n", "😀😀", "12345 67", "a", "\u202e\ufeff", "x" * 100_000, "слово " * 5_000])
def test_any_text_is_read(model: models.Model, text: str) -> None:
    words, families = features.of(text)
    assert len(words) <= features.WORDS
    assert all(len(each.hashes) == len(each.first) == len(each.last) for each in families)
    assert all(not len(each.hashes) or int(each.last.max()) < len(words) for each in families)
    assert len(model.guesses(text)) in {0, 3}


def test_topics_are_recognised_with_why(model: models.Model) -> None:
    for text, topic in (("The courier lost my parcel!", "delivery"), ("пароль не подходит", "login")):
        best = model.guesses(text)[0]
        assert best.label.path == topic
        assert best.confidence > 0.5
    assert sum(each.confidence for each in model.guesses("refund my parcel")) == pytest.approx(1)
    why = model.why("Hello there, I want the refund of my money", None, models.Label(None, "refund"))
    assert set(why) >= {"refund", "money"}
    assert not {"i", "the", "of", "my"} & set(why), "words that say nothing explain nothing"
    assert model.guesses("zzz qqq") == [] or model.guesses("zzz qqq")[0].confidence < 0.7


def test_it_is_measured_on_what_it_has_not_seen() -> None:
    from app.learning import training  # noqa: PLC0415 - heavy, and most processes of tests only collect this

    report = topics.learnt().report
    assert (report["held_out"], report["examples"], report["folds"]) == (96, 96, 5)
    assert report["accuracy"] >= 0.9 > report["baseline"]
    assert sum(each["held_out"] for each in report["per_topic"]) == 96
    # The same text again and again is in one part: else it would be measured on what it has seen.
    same = [training.Example(f"about {letter}", None, place) for place, letter in enumerate("ab") for _ in range(40)]
    alone = training.train(same, [models.Label(None, "a"), models.Label(None, "b")])
    assert alone.report["held_out"] == 0
    assert "accuracy" not in alone.report


def test_confidence_is_what_is_right() -> None:
    """Scores of a model that is right seven times in ten: it does not say that it is surer."""
    from app.learning import calibrating  # noqa: PLC0415 - heavy, and most processes of tests only collect this

    chance = np.random.default_rng(7)
    truth = chance.integers(0, 5, 4_000)
    scores = chance.normal(0, 1, (4_000, 5)).astype(np.float32)
    scores[np.arange(4_000), truth] += 1.6
    for sharpness in (1, 20):
        found = calibrating.report(scores * sharpness, truth, list("abcde"), truth)
        assert found["calibration_error"] < 0.03
        for each in found["thresholds"]:
            assert each["accuracy"] is None or each["share"] < 0.05 or each["accuracy"] > each["confidence"] - 0.03


def _changed(data: bytes, **arrays: object) -> bytes:
    with np.load(io.BytesIO(data)) as found:
        kept = {**{name: found[name] for name in found.files}, **arrays}
    made = io.BytesIO()
    np.savez(made, **kept)
    return made.getvalue()


def _zipped(**members: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, data in members.items():
            archive.writestr(f"{name}.npy", data)
    return made.getvalue()


def test_bytes_that_are_no_model_are_refused() -> None:
    whole = topics.learnt().data
    said = np.frombuffer(b'{"format":2}', dtype=np.uint8)
    bad = {
        b"": "corrupted",
        b"nothing": "corrupted",
        whole[:-100]: "corrupted",
        whole[:50] + b"\x00" * 50 + whole[100:]: "corrupted",
        pickle.dumps({"format": 1}): "corrupted",
        _zipped(said=pickle.dumps(1)): "corrupted",
        _changed(whole, weights=np.zeros((1, 3), np.int8)): "corrupted",
        _changed(whole, bias=np.full(3, np.nan, np.float32)): "corrupted",
        _changed(whole, weights=np.array([object()])): "corrupted",
        _changed(whole, said=said): "from_the_future",
    }
    for data, reason in bad.items():
        with pytest.raises(models.UnreadableError) as refused:
            models.unpacked(data)
        assert refused.value.reason == reason
    with pytest.raises(models.UnreadableError):
        models.unpacked(whole, "0" * 64)


def test_requests_of_a_bank() -> None:
    """A part of what `bench` measures whole: seven topics, one part of four held out."""
    from app.learning import training  # noqa: PLC0415 - heavy, and most processes of tests only collect this

    if not REQUESTS.exists():
        pytest.skip("the requests are not beside this checkout")
    with REQUESTS.open(encoding="utf-8") as file:
        rows = [(row["text"], row["category"]) for row in csv.DictReader(file)]
    labels = sorted({topic for _, topic in rows})[::11]
    chosen = [(text, labels.index(topic)) for text, topic in rows if topic in labels]
    kept = [training.Example(text, "en", label) for place, (text, label) in enumerate(chosen) if place % 4]
    held = [(text, label) for place, (text, label) in enumerate(chosen) if not place % 4]
    space = training.space([*kept, *(training.Example(text, "en", label) for text, label in held)])
    fitted = training.fit(space, np.arange(len(kept)), np.array([each.label for each in kept]), len(labels))
    model = models.unpacked(models.packed(fitted.model([models.Label(None, each) for each in labels], space.limit)))
    took, found = [], []
    for text, _ in held:
        begun = time.process_time()
        found.append(model.guesses(text, "en")[0].label.path)
        took.append(time.process_time() - begun)
    assert sum(said == labels[label] for said, (_, label) in zip(found, held, strict=True)) / len(held) > 0.96
    # What is measured of many together is what a text alone gets, of weights that are bytes.
    whole = fitted.scores(space, np.arange(len(kept), len(kept) + len(held))).argmax(axis=1)
    assert sum(said == labels[place] for said, place in zip(found, whole, strict=True)) / len(held) > 0.99
    assert sorted(took)[int(len(took) * 0.95)] < 0.005
