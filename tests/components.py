"""The list of components of this version, in CycloneDX: ``make components`` writes it into ``locks/<version>/``.

cyclonedx-py makes it of the lock of what the command needs; what is told of a requirement's line is left out, the
system's packages are added as far as ``debian.json`` records them.  Nothing in it depends on the day or the machine.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any
from urllib.parse import quote

from conftest import ROOT
from pins import Pin, pins

from checker import __version__
from checker.capsule.releases import DEBIAN
from checker.recalling.kept_release import LOCK

NAME = "components.cdx.json"
PLACE = ROOT / "locks" / __version__


def made() -> bytes:
    """The list, the same bytes at any time."""
    env = {name: value for name, value in os.environ.items() if name != "SOURCE_DATE_EPOCH"}
    done = subprocess.run([sys.executable, "-m", "cyclonedx_py", "requirements", "--output-reproducible", "--of", "JSON",
                           "-o", "-", str(ROOT / LOCK)], check=True, capture_output=True, env=env)
    listed = json.loads(done.stdout)
    conditional = {pin.name for pin in pins(ROOT / LOCK) if pin.where}
    listed["components"] = [*(_package(one, conditional) for one in listed["components"]), *system_packages()]
    listed["dependencies"] = [{"ref": one["bom-ref"]} for one in listed["components"]]
    own = f"pkg:generic/checker@{__version__}"
    listed["metadata"] = {"component": {"type": "application", "name": "checker", "version": __version__, "bom-ref": own, "purl": own},
                          "properties": listed["metadata"]["properties"]}
    return (json.dumps(listed, indent=1, sort_keys=True) + "\n").encode()


def _package(one: dict[str, Any], conditional: set[str]) -> dict[str, Any]:
    """A Python package under its own name, with the hashes of what may be installed of it."""
    distribution = {"type": "distribution", "url": one["purl"], "hashes": one["externalReferences"][0]["hashes"]}
    return {"type": one["type"], "name": one["name"], "version": one["version"], "purl": one["purl"], "bom-ref": one["purl"],
            "scope": "optional" if one["name"] in conditional else "required", "externalReferences": [distribution]}


def system_packages() -> list[dict[str, Any]]:
    """The system's packages, once they are recorded, which is when a version is published."""
    record = PLACE / DEBIAN
    if not record.is_file():
        return []
    debian = json.loads(record.read_text(encoding="utf-8"))
    found = []
    for name, version in sorted(debian["packages"].items()):
        purl = f"pkg:deb/debian/{name}@{quote(version, safe='')}?distro={debian['release']}"
        found.append({"type": "library", "name": name, "version": version, "purl": purl, "bom-ref": purl, "scope": "required"})
    return found


def named(listed: dict[str, Any]) -> list[Pin]:
    """The Python packages of a list as the lock would pin them, all but where they are needed."""
    return [Pin(one["name"], one["version"], one["scope"], frozenset(
        entry["content"] for reference in one["externalReferences"] for entry in reference["hashes"]))
        for one in listed["components"] if one["purl"].startswith("pkg:pypi/")]


if __name__ == "__main__":
    (PLACE / NAME).write_bytes(made())
