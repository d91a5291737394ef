"""The sentence encoder: what it reads of a text, and that like texts have like vectors."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plangraph.ingest import encoder, model

KNOWN = {piece: number for number, piece in enumerate(model.about_encoder().pieces)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("低空经济", "低 空 经 济"),
        ("新建5G基站 3200个", "新 建 5g 基 站 3200 个"),
        ("“百千万工程”", '" 百 千 万 工 程 "'),
        ("ＧＤＰ增长６％", "gdp 增 长 6 %"),
        ("12345热线", "1234 ##5 热 线"),
        ("越\u3000秀\n区", "越 秀 区"),
        ("嵖岈山", "[UNK] [UNK] 山"),
        ("", ""),
    ],
)
def test_what_a_text_is_to_the_model(text: str, expected: str) -> None:
    assert " ".join(encoder.pieces(text, KNOWN)) == expected


@pytest.mark.parametrize(
    ("one", "like", "unlike"),
    [
        ("大力发展低空经济", "建设通用机场和无人机起降点，拓展飞行应用场景", "改造老旧小区，加装电梯"),
        ("改造老旧小区，加装电梯", "完成城镇旧住宅区整治提升", "新增高新技术企业200家"),
        ("拨付帮扶协作专项资金", "深化东西部协作和对口支援", "整治黑臭水体"),
    ],
)
def test_texts_that_mean_the_like_are_nearer(one: str, like: str, unlike: str) -> None:
    vectors = encoder.encode([one, like, unlike])
    assert vectors[0] @ vectors[1] > vectors[0] @ vectors[2]


def test_nothing_gives_no_vectors() -> None:
    assert encoder.encode([]).shape == (0, encoder.SIZE)


def test_a_long_text_is_read_as_far_as_the_model_sees() -> None:
    vectors = encoder.encode(["经济" * 400, "经济" * 4000])
    assert np.allclose(vectors[0], vectors[1])


@settings(max_examples=15, deadline=None)
@given(st.lists(st.text(max_size=40), min_size=1, max_size=20))
def test_any_texts_give_vectors_of_length_one_in_their_order(texts: list[str]) -> None:
    vectors = encoder.encode(texts)
    assert vectors.shape == (len(texts), encoder.SIZE)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert np.array_equal(vectors[-1], encoder.encode(texts[-1:])[0]), "the others have no say in it"


def test_the_models_name_is_what_its_vectors_are_kept_under() -> None:
    assert encoder.name() == model.about_encoder().name == "bge-small-zh-v1.5-int8"
