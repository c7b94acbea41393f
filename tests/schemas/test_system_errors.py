"""What the system says of files, as people hear it."""

from pathlib import Path

import pytest

from schemas.system_errors import said_of


def test_a_missing_file_and_a_folder_are_told_in_both_languages(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError) as missing:
        (tmp_path / "none").read_text()
    with pytest.raises(IsADirectoryError) as folder:
        tmp_path.read_text()
    assert str(said_of(missing.value)) == "没有这个文件或文件夹"
    assert said_of(folder.value).speak("en") == "Is a directory"


def test_what_has_no_words_of_ours_is_told_as_the_system_says_it() -> None:
    assert str(said_of(OSError(9999, "Odd"))) == "Odd"
    assert str(said_of(OSError("it broke"))) == "it broke"
