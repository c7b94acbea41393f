"""Declared counts in the many words in which offices declare them."""

import pytest

from gateway.documents.counts import count
from schemas.intake import Declared


@pytest.mark.parametrize(
    ("text", "declared"),
    [
        ("反馈的80个问题,已完成整改62个,基本完成10个,正在推进8个。", (80, 62, 10, 8, None)),
        ("巡视反馈的4大类16个方面22个问题,已全部整改到位。", (22, 22, None, None, None)),
        ("巡察指出3个方面12类36个具体问题。", (36, None, None, None, None)),
        ("巡察反馈问题20项,已完成整改20项;移交问题线索3件,已办结3件。", (20, 20, None, None, 3)),
        ("反馈意见指出的二十二个问题,其中十八个问题已整改完成,2个基本完成,2个正在推进。", (22, 18, 2, 2, None)),
        (
            "督察意见分解为66项整改任务,66项整改任务已整改完成27项,其余39项整改任务正积极推进。",
            (66, 27, None, 39, None),
        ),
        (
            "2024年巡察共反馈问题80个。目前,62个问题已完成整改,10个问题基本完成整改,8个问题正在推进。",
            (80, 62, 10, 8, None),
        ),
        ("反馈的697个问题,完成整改688个,基本完成取得阶段性成果并持续整改问题4个,未完成5个。", (697, 688, 4, 5, None)),
        ("巡察反馈25个问题,已完成整改19个、正在整改6个,整改完成率76%。", (25, 19, None, 6, None)),
        ("反馈问题制定整改措施120条,开展培训6次,完成整改措施98条。", (None, None, None, None, None)),
        ("移交信访件11件,已办结10件。", (None, None, None, None, 11)),
    ],
)
def test_a_declaration_is_read(text: str, declared: tuple[int | None, ...]) -> None:
    total, done, basically_done, ongoing, clues = declared
    expected = Declared(total=total, done=done, basically_done=basically_done, ongoing=ongoing, clues=clues)
    assert count([text]).declared == expected
