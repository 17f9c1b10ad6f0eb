"""What the tests share: a copy of the invented corpus, for each test to break in its own way."""

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from strategylib.model import Fault
from strategylib.workbook import Workbook, open_workbook

CORPUS = Path(__file__).parent / "corpus"


@dataclass(frozen=True)
class Copy:
    """A copy of the invented corpus. Names are relative to its data folder."""

    data: Path
    sources: Path

    def write(self, name: str, content: str | bytes) -> Path:
        path = self.data / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def read(self, name: str) -> str:
        return (self.data / name).read_text(encoding="utf-8")

    def edit(self, name: str, old: str, new: str) -> None:
        text = self.read(name)
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
        self.write(name, text.replace(old, new))

    def line(self, name: str, words: str) -> int:
        """Return the number of the only line that holds these words."""
        found = [number for number, line in enumerate(self.read(name).split("\n"), 1) if words in line]
        assert len(found) == 1, f"{words!r} stands in lines {found} of {name}"
        return found[0]

    def open(self, *, sources: bool = False, strict: bool = False) -> Workbook:
        return open_workbook(self.data, sources=self.sources if sources else None, strict=strict)

    def faults(self, *, sources: bool = False) -> tuple[Fault, ...]:
        return self.open(sources=sources).faults

    def places(self, *, sources: bool = False) -> list[tuple[str, int, str]]:
        """Return file, line and field of every fault."""
        return [(Path(fault.file).relative_to(self.data).as_posix(), fault.line, fault.field) for fault in self.faults(sources=sources)]


@pytest.fixture(autouse=True)
def _danish(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("STRATEGYLIB_LANGUAGE", raising=False)


@pytest.fixture
def corpus(tmp_path: Path) -> Copy:
    shutil.copytree(CORPUS, tmp_path / "corpus")
    return Copy(tmp_path / "corpus" / "data", tmp_path / "corpus" / "sources")


@pytest.fixture(scope="session")
def invented() -> Workbook:
    """The invented corpus as it is, opened strictly and with its sources."""
    return open_workbook(CORPUS / "data", sources=CORPUS / "sources")


@pytest.fixture(scope="session")
def bundled() -> Workbook:
    """The five strategies that come with the package."""
    return open_workbook()
