"""The page: the same bytes everywhere, whole text, embedded fonts, the capsule inside, nothing fetched."""

from __future__ import annotations

import hashlib
import io
import json
import os
import pwd
import re
import shutil
import site
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from bad import command
from conftest import PLAN_SAMPLES, ROOT, SAMPLES
from pages import record
from PIL import ImageChops

from checker.capsule import toolchain
from checker.capsule.record import Record
from checker.concluding.engines import default_engine
from checker.errors import DossierError, InternalError
from checker.files.canonical import canonical
from checker.files.textfile import parse
from checker.intake import parse_dossier
from checker.judging.judge import judge
from checker.reporting import pdf
from checker.reporting.document import document, verdict_pdf
from checker.reporting.words import item_outcome
from checker.ruleset.loading import from_data, load
from checker.verdict.verdict import Verdict
from checker.wording.speaking import worded

NEEDED = ("qpdf", "pdftotext", "pdffonts", "pdfdetach", "pdfinfo")
pytestmark = pytest.mark.skipif(
    any(shutil.which(tool) is None for tool in NEEDED), reason=f"needs {'、'.join(NEEDED)}")


def make(sample: str, target: Path, cwd: Path = ROOT, user: int | None = None, **environment: str) -> bytes:
    """The PDF of a sample by the command, in a process of its own."""
    clean = {"PATH": os.environ["PATH"], **environment}
    python = sys.executable
    if user is not None:
        python = other_python()
        clean["PYTHONPATH"] = os.pathsep.join([str(ROOT), *site.getsitepackages()])
    subprocess.run([python, "-m", "checker", "check", str(ROOT / "samples" / f"{sample}.yaml"),
                    "-o", str(target)], cwd=cwd, env=clean, capture_output=True, check=False, user=user)
    return target.read_bytes()


def other_python() -> str:
    """An interpreter of this version that everybody may run; skips without one."""
    for python in (sys.executable, f"/usr/bin/python3.{sys.version_info.minor}"):
        try:
            subprocess.run([python, "-c", ""], user=pwd.getpwnam("nobody").pw_uid, cwd="/", check=True,
                           capture_output=True)
        except (OSError, subprocess.CalledProcessError):
            continue
        return python
    pytest.skip("no interpreter that another user may run")


PAGES = (SAMPLES[0], *(pytest.param(name, marks=pytest.mark.whole) for name in (*SAMPLES[1:], *PLAN_SAMPLES[:2])))
SHORT = "made-up-project"
PARK = pytest.param("made-up-park", marks=pytest.mark.whole)


@pytest.fixture(scope="module", params=PAGES)
def page(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    target = tmp_path_factory.mktemp("pages") / f"{request.param}.pdf"
    command.run("check", ROOT / "samples" / f"{request.param}.yaml", "-o", target)
    return request.param, target


def run(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def attachments(path: Path) -> dict[str, bytes]:
    with pikepdf.open(path) as document:
        return {name: spec.get_file().read_bytes() for name, spec in document.attachments.items()}


@pytest.mark.parametrize("sample", [SHORT, PARK])
def test_two_processes_under_other_circumstances_write_the_same_bytes(sample: str, tmp_path: Path) -> None:
    tmp_path.chmod(0o777)
    first = make(sample, tmp_path / "a.pdf", TZ="Asia/Shanghai", LANG="C", HOME=str(tmp_path),
                 PYTHONHASHSEED="1", SOURCE_DATE_EPOCH="1")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    second = make(sample, tmp_path / "b.pdf", cwd=elsewhere, TZ="America/New_York",
                  LANG="de_DE.UTF-8", LC_ALL="C.UTF-8", HOME="/nonexistent", PYTHONHASHSEED="4242")
    assert hashlib.sha256(first).hexdigest() == hashlib.sha256(second).hexdigest()


@pytest.mark.whole
@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another user")
@pytest.mark.parametrize("sample", [SHORT, "kunming-etdz-2022"])
def test_another_user_writes_the_same_bytes(sample: str, tmp_path: Path) -> None:
    mine = make(sample, tmp_path / "root.pdf")
    place = Path("/tmp") / f"checker-other-user-{os.getpid()}"
    place.mkdir(mode=0o777)
    place.chmod(0o777)
    try:
        theirs = make(sample, place / "nobody.pdf", cwd=place,
                      user=pwd.getpwnam("nobody").pw_uid, HOME="/nonexistent")
    finally:
        shutil.rmtree(place)
    assert theirs == mine


def test_qpdf_finds_nothing_wrong(page: tuple[str, Path]) -> None:
    assert "No syntax or stream encoding errors found" in run("qpdf", "--check", str(page[1]))


SHADE = 32  # of 255: a renderer may round the edge of a letter otherwise, and no letter is another


def seen_and_said(pdf_: bytes, file: Path, *, by_tags: bool) -> tuple[list[bytes], str, str]:
    """What poppler draws of a page, which words it reads, and which it reads by their tags, which takes long."""
    file.write_bytes(pdf_)
    run("pdftoppm", "-r", "70", "-png", str(file), str(file.with_suffix("")))
    told = run("pdfinfo", "-struct-text", str(file)) if by_tags else ""
    tagged = re.findall('^ *"(.*)"$', told, re.MULTILINE)
    return ([image.read_bytes() for image in sorted(file.parent.glob(f"{file.stem}-*.png"))],
            run("pdftotext", str(file), "-"), "".join(tagged))


def drawn_apart(pdf_: bytes) -> list[bool]:
    """Of each page whether parts of it are drawn by themselves and put there."""
    with pikepdf.open(io.BytesIO(pdf_)) as document_:
        return [any(str(step.operator) == "Do" for step in pikepdf.parse_content_stream(page))
                for page in document_.pages]


@pytest.mark.parametrize(("steps", "sample", "left"), [
    (("bare", "lean"), SHORT, 0.5), pytest.param(("bare",), SHORT, 0.5, marks=pytest.mark.whole),
    pytest.param(("lean",), SHORT, 0.91, marks=pytest.mark.whole),
    pytest.param(("lean",), "made-up-park", 0.78, marks=pytest.mark.whole)])
def test_a_page_made_smaller_looks_and_reads_alike_in_two_renderers(
        steps: tuple[str, ...], sample: str, left: float, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = [document([record(sample)]).pdf]
    for step in steps:
        monkeypatch.setattr(pdf, step, lambda _: None)
    made.append(document([record(sample)]).pdf)
    files = zip(made, ("smaller.pdf", "kept.pdf"), strict=True)
    seen = [seen_and_said(one, tmp_path / name, by_tags=len(steps) == 1) for one, name in files]
    assert seen[0] == seen[1]
    assert len(seen[0][0]) > 1
    # A word that was drawn apart lies by a part of a pixel otherwise where pdfium puts it as a picture.
    for one, other, apart in zip(*(pypdfium2.PdfDocument(page) for page in made), drawn_apart(made[1]), strict=True):
        pictures = [side.render(scale=0.7).to_pil() for side in (one, other)]
        assert pictures[0].size == pictures[1].size
        assert apart or max(ImageChops.difference(*pictures).tobytes()) < SHADE
    assert not any(drawn_apart(made[0]))
    assert len(made[0]) < len(made[1]) * left


@pytest.mark.parametrize(("sample", "most"), [(SHORT, 125_000), pytest.param(
    "made-up-park", 220_000, marks=pytest.mark.whole)])
def test_a_page_is_no_larger_than_we_say(sample: str, most: int) -> None:
    assert len(document([record(sample)]).pdf) < most


def elements(element: Any) -> Iterator[Any]:
    yield element
    for kid in kids(element):
        if isinstance(kid, pikepdf.Dictionary):
            yield from elements(kid)


def kids(element: Any) -> list[Any]:
    found = element.get("/K", [])
    return list(found) if isinstance(found, pikepdf.Array) else [found]


def test_each_piece_of_a_page_belongs_to_one_element_or_to_none(page: tuple[str, Path]) -> None:
    with pikepdf.open(page[1]) as document_:
        root = document_.Root.StructTreeRoot
        numbers = root.ParentTree.Nums
        tagged = {(element.Pg.objgen, kid): element.objgen for top in kids(root) for element in elements(top)
                  for kid in kids(element) if isinstance(kid, int)}
        owners = {(sheet.objgen, number): owner.objgen for sheet in document_.pages
                  for number, owner in enumerate(numbers[2 * int(sheet.StructParents) + 1])}
        assert tagged == owners
        for sheet in document_.pages:
            steps = list(pikepdf.parse_content_stream(sheet))
            begun = [step.operands for step in steps if str(step.operator) in ("BDC", "BMC")]
            assert [int(one[1].MCID) for one in begun if len(one) > 1] == sorted(
                number for of, number in owners if of == sheet.objgen)
            assert {str(one[0]) for one in begun if len(one) == 1} == {"/Artifact"}
            assert str(steps).count("'EMC'") in (0, len(begun))


def test_every_element_means_something(page: tuple[str, Path]) -> None:
    with pikepdf.open(page[1]) as document_:
        for element in (one for top in kids(document_.Root.StructTreeRoot) for one in elements(top)):
            inner = {str(kid.S) for kid in kids(element) if isinstance(kid, pikepdf.Dictionary)}
            assert all(element == kid.P for kid in kids(element) if isinstance(kid, pikepdf.Dictionary))
            match str(element.S):
                case "/Table":
                    assert inner <= {"/THead", "/TBody"}
                case "/THead" | "/TBody":
                    assert inner == {"/TR"}
                case "/TR":
                    assert inner <= {"/TH", "/TD"}
                    assert {str(one.A.Scope) for one in kids(element) if one.S == "/TH"} <= {
                        "/Row" if "/TD" in inner else "/Column"}
                case "/L":
                    assert inner == {"/LI"}
                case "/LI":
                    assert inner == {"/Lbl", "/LBody"}
                case "/Figure":
                    assert str(element.Alt)
                case "/Document" | "/Sect" | "/Art":
                    assert not any(isinstance(kid, int) for kid in kids(element))
                case meaning:
                    assert meaning in ("/P", "/H1", "/H2", "/H3", "/TH", "/TD", "/Lbl", "/LBody"), meaning
                    assert not inner - {"/P", "/L", "/Figure", "/Table"}


def test_the_document_calls_itself_pdf_a_3u_and_is_tagged(page: tuple[str, Path]) -> None:
    with pikepdf.open(page[1]) as document:
        metadata = document.open_metadata()
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("3", "U")
        assert document.Root.MarkInfo.Marked
        assert document.Root.Lang == "zh-CN"
        assert "JavaScript" not in str(document.Root.get("/Names", ""))
        assert "/OpenAction" not in document.Root


def test_every_font_is_embedded_and_is_one_of_the_two_faces(page: tuple[str, Path]) -> None:
    rows = run("pdffonts", str(page[1])).splitlines()[2:]
    assert 1 <= len(rows) <= 2
    for row in rows:
        assert "Noto-Sans-CJK-SC" in row
        assert row.split()[-5:-2] == ["yes", "yes", "yes"]


def test_the_text_holds_conclusion_names_and_outcomes(page: tuple[str, Path], tmp_path: Path) -> None:
    words = "".join(run("pdftotext", "-raw", str(page[1]), "-").split())
    verdict = json.loads(attachments(page[1])["verdict.json"])
    said = worded(Verdict.model_validate(verdict), load(verdict["ruleset"]["id"]))
    for finding in said.findings:
        assert "".join(finding.label.split()) in words, finding.label
        assert item_outcome(finding) in words
    assert len(said.findings) == {"made-up-yuxi-2022": 20, "yuxi-carbon-2020": 7}.get(page[0], 32)
    from checker.reporting.words import conclusion

    assert "".join(conclusion(said).split()) in words
    assert words.count("本页为规则核验意见，供审批机关参考，不替代行政决定。") == len(
        pikepdf.open(page[1]).pages)
    assert words.count("试算") >= len(pikepdf.open(page[1]).pages)


def test_no_word_runs_into_the_margins(page: tuple[str, Path]) -> None:
    left, right = 15 / 25.4 * 72, (210 - 15) / 25.4 * 72
    words = re.findall(r'xMin="([0-9.]+)".*xMax="([0-9.]+)" yMax="[0-9.]+">(.*)</word>',
                       run("pdftotext", "-bbox", str(page[1]), "-"))
    assert len(words) > 500
    assert [word for start, end, word in words if float(start) < left - 1 or float(end) > right + 1] == []


def test_no_page_ends_with_a_heading(page: tuple[str, Path]) -> None:
    ruleset = load(json.loads(attachments(page[1])["verdict.json"])["ruleset"]["id"])
    categories = {item.model.category for item in ruleset.items.values()}
    for sheet in run("pdftotext", "-layout", str(page[1]), "-").split("\f"):
        lines = [line.strip() for line in sheet.splitlines() if line.strip()]
        for last in lines[-2:-1]:  # below it is the foot of the page
            assert last not in categories
            assert not re.match("[一二三四五六七八九十]+、", last)


def test_pdfdetach_lists_the_capsule(page: tuple[str, Path]) -> None:
    listed = run("pdfdetach", "-list", str(page[1]))
    for name in ("submitted.yaml", "dossier.json", "ruleset.json", "verdict.json", "issue.json",
                 "toolchain.json"):
        assert name in listed


def test_attachments_have_relationship_mime_type_and_the_assessment_date(page: tuple[str, Path]) -> None:
    with pikepdf.open(page[1]) as document:
        specs = {str(spec.UF): spec for spec in document.Root.AF}
        assert {name: str(spec.AFRelationship) for name, spec in specs.items()} == {
            "submitted.yaml": "/Source", "dossier.json": "/Data", "ruleset.json": "/Data",
            "verdict.json": "/Data", "issue.json": "/Supplement", "toolchain.json": "/Supplement"}
        for name, spec in specs.items():
            kind = "/application/yaml" if name.endswith("yaml") else "/application/json"
            assert str(spec.EF.F.Subtype) == kind
            assert str(spec.EF.F.Params.ModDate).endswith("160000Z")


def test_the_page_prints_the_digest_of_every_attachment(page: tuple[str, Path]) -> None:
    words = "".join(run("pdftotext", "-raw", str(page[1]), "-").split())
    for name, content in attachments(page[1]).items():
        assert hashlib.sha256(content).hexdigest() in words, name


def test_the_capsule_alone_gives_the_same_verdict_again(page: tuple[str, Path]) -> None:
    files = attachments(page[1])
    assert files["submitted.yaml"] == (ROOT / "samples" / f"{page[0]}.yaml").read_bytes()
    ruleset = from_data(parse(files["ruleset.json"], "ruleset.json").data)
    assert ruleset.digest == load(ruleset.id).digest
    again = parse_dossier(files["dossier.json"], "dossier.json")
    day = again.dossier.assessed_on
    assert day is not None
    verdict = judge(again.dossier, ruleset, day, default_engine(), again.digest).verdict
    assert canonical(verdict.plain()) == files["verdict.json"]
    for name in ("dossier.json", "ruleset.json", "verdict.json", "issue.json", "toolchain.json"):
        assert canonical(json.loads(files[name])) == files[name], name


def test_the_toolchain_names_no_engine_and_no_clock(page: tuple[str, Path]) -> None:
    chain = attachments(page[1])["toolchain.json"]
    assert b"durable" not in chain
    assert b"python" not in chain.lower()
    assert set(json.loads(chain)["fonts"]) == {path.name for path in toolchain.FONTS}


def hostile(tmp_path: Path, name: str) -> Any:
    source = (ROOT / "samples" / "made-up-project.yaml").read_text(encoding="utf-8")
    file = tmp_path / "hostile.yaml"
    file.write_text(source.replace("name: 虚构炼钢车间改造项目", f"name: {name!r}"), encoding="utf-8")
    return file


MARKUP = ['"><style>@import url(http://127.0.0.1:1/x)</style>', '<img src="file:///etc/passwd">', *(
    pytest.param(name, marks=pytest.mark.whole) for name in (
        "<script>alert(1)</script>", "file:///etc/passwd", "=cmd|calc", "{{ 7 * 7 }}{% raw %}"))]


@pytest.mark.parametrize("name", MARKUP)
def test_markup_in_a_name_is_printed_as_text(tmp_path: Path, name: str) -> None:
    target = tmp_path / "hostile.pdf"
    done = command.run("check", hostile(tmp_path, name), "-o", target)
    assert done.status == 1, done.err
    words = "".join(run("pdftotext", "-raw", str(target), "-").split())
    assert "".join(name.split()) in words
    assert "root:x:" not in words


@pytest.mark.parametrize("sample", [SHORT, PARK])
def test_nothing_is_fetched(sample: str, monkeypatch: pytest.MonkeyPatch) -> None:
    import socket

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    submission = parse_dossier((ROOT / "samples" / f"{sample}.yaml").read_bytes(), f"{sample}.yaml")
    ruleset = load(submission.dossier.against[0].ruleset)
    day = submission.dossier.assessed_on
    assert day is not None
    case = judge(submission.dossier, ruleset, day, default_engine(), submission.digest)
    assert verdict_pdf(Record(submission, ruleset, ruleset, case)).startswith(b"%PDF-1.7")


def test_any_word_of_weasyprint_is_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    import datetime as dt

    day = dt.date(2025, 1, 1)
    with pytest.raises(DossierError, match="字体没有的字符（\U0001f600）"):
        pdf.render("<p>达标 \U0001f600</p>", 'html { font-family: "Noto Sans CJK SC" }', [], day, "x")
    with pytest.raises(InternalError, match="排版引擎报告了问题"):
        pdf.render('<p><img src="file:///etc/passwd" alt="x"></p>', "", [], day, "x")


def test_missing_fonts_are_said_before_anything_is_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    import datetime as dt

    monkeypatch.setattr(toolchain, "FONTS", (Path("/nowhere/NotoSansCJK-Regular.ttc"),))
    with pytest.raises(InternalError, match=r"NotoSansCJK-Regular\.ttc"):
        pdf.render("<p>x</p>", "", [], dt.date(2025, 1, 1), "x")


def test_page_counts_stay_as_they_were_looked_at(page: tuple[str, Path]) -> None:
    assert len(pikepdf.open(page[1]).pages) == {
        "kunming-etdz-2022": 8, "yuxi-htz-2020": 11, "made-up-park": 13, "made-up-yuxi-2022": 13,
        "yuxi-carbon-2020": 9}[page[0]]
