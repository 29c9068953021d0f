"""The parts of a workbook being changed: read where needed, replaced whole, relationships and types kept in step."""

from __future__ import annotations

import codecs
import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote

from lxml import etree

from netsheets.errors import StoreRefused
from netsheets.ooxml import names as xml
from netsheets.ooxml.archive import Package, part_key

CONTENT_TYPES_PART: Final = "[Content_Types].xml"
_DECLARATION: Final = re.compile(r"^<\?xml[^>]*\?>")
_ENCODING: Final = re.compile(rb"""<\?xml[^>]*?\sencoding=["']([\w.-]+)["']""")
_MARKS: Final = {
    codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16", b"<\0": "utf-16-le", b"\0<": "utf-16-be",
}  # fmt: skip
_AS_IT_IS: Final = ("utf-8", "us-ascii", "ascii")


@dataclass(frozen=True, slots=True)
class Relation:
    """One relationship of a part: `target` is a part's name, or any address where it lies outside the package."""

    id: str
    kind: str
    target: str
    external: bool


class Draft:
    """A package and the changes made to it so far; `parts()` is what differs in the end."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._parts: dict[str, bytes | None] = {}
        self._trees: dict[str, tuple[etree._Element, bytes]] = {}
        self._relations: dict[str, tuple[Relation, ...]] = {}
        self._names = {part_key(each.name): each.name for each in package.entries}

    def __contains__(self, name: str) -> bool:
        """Return whether the part is there now."""
        key = part_key(name)
        return key in self._names and self._parts.get(self._names[key], b"") is not None

    def names(self) -> Iterator[str]:
        """Yield the names of all parts there are now."""
        return (name for name in tuple(self._names.values()) if name in self)

    def read(self, name: str) -> bytes:
        """Return a part's content as it is now. Raise StoreRefused where it is missing."""
        stored = self._names.get(part_key(name), name)
        content = self._parts.get(stored)
        if content is not None:
            return content
        if stored in self._parts:
            raise StoreRefused("workbook_damaged", part=name)
        return self._package.entry(stored).content()

    def write(self, name: str, content: bytes) -> None:
        """Make the part hold this content; a new part comes last."""
        stored = self._names.setdefault(part_key(name), name.lstrip("/"))
        self._forget(stored)
        self._parts[stored] = content

    def remove(self, name: str) -> None:
        """Leave the part and its relationships out."""
        stored = self._names.get(part_key(name))
        if stored is None:
            return
        self._forget(stored)
        self._parts[stored] = None
        relations = relations_part(stored)
        if relations in self:
            self.remove(relations)

    def tree(self, name: str) -> etree._Element:
        """Return the root of a small part; what is changed in it is written with the rest."""
        stored = self._names.get(part_key(name), name)
        if stored not in self._trees:
            root = parsed(self.read(name), name)
            self._trees[stored] = (root, etree.tostring(root.getroottree()))
        return self._trees[stored][0]

    def parts(self) -> dict[str, bytes | None]:
        """Return what differs from the package: new contents, and None for what is left out."""
        self._forget_types()
        for name, (root, before) in self._trees.items():
            if etree.tostring(root.getroottree()) != before:
                self._parts[name] = serialised(root)
        return {name: content for name, content in self._parts.items() if self._differs(name, content)}

    def relations(self, name: str) -> tuple[Relation, ...]:
        """Return the relationships of a part (of the package itself for '')."""
        part = relations_part(name)
        if part not in self:
            return ()
        key = part_key(part)
        if key not in self._relations:
            self._relations[key] = _relations_in(self.tree(part), name)
        return self._relations[key]

    def relate(self, name: str, kind: str, target: str) -> str:
        """Return the id of the relationship of a part to another, added where there is none yet."""
        for each in self.relations(name):
            if each.kind == kind and not each.external and part_key(each.target) == part_key(target):
                return each.id
        part = relations_part(name)
        if part not in self:
            self.write(part, f'{xml.XML_DECLARATION}<Relationships xmlns="{xml.RELATIONSHIPS}"/>'.encode())
        before, root = self.relations(name), self.tree(part)
        taken = {each.get("Id", "").lower() for each in root}
        number = next(number for number in range(1, len(taken) + 2) if f"rid{number}" not in taken)
        relative = posixpath.relpath(f"/{target}", f"/{posixpath.dirname(name)}")
        attributes = {"Id": f"rId{number}", "Type": kind, "Target": relative}
        added = etree.SubElement(root, f"{{{xml.RELATIONSHIPS}}}Relationship", attributes)
        self._relations[part_key(part)] = (*before, _relation(added, name))
        return f"rId{number}"

    def unrelate(self, name: str, identifier: str) -> None:
        """Remove a relationship of a part."""
        before, part = self.relations(name), relations_part(name)
        root = self.tree(part)
        for each in list(root):
            if each.get("Id") == identifier:
                root.remove(each)
        self._relations[part_key(part)] = tuple(each for each in before if each.id != identifier)

    def declare(self, name: str, content_type: str) -> None:
        """Say what kind of part this is."""
        types = self.tree(CONTENT_TYPES_PART)
        for each in types:
            if part_key(each.get("PartName", "")) == part_key(name):
                each.set("ContentType", content_type)
                return
        attributes = {"PartName": f"/{name}", "ContentType": content_type}
        etree.SubElement(types, f"{{{xml.CONTENT_TYPES}}}Override", attributes)

    def declare_extension(self, extension: str, content_type: str) -> None:
        """Say what kind of parts end in this extension, unless that is said already."""
        types = self.tree(CONTENT_TYPES_PART)
        if all(each.get("Extension", "").lower() != extension for each in types):
            element = etree.Element(f"{{{xml.CONTENT_TYPES}}}Default", Extension=extension, ContentType=content_type)
            types.insert(0, element)

    def free_name(self, pattern: str) -> str:
        """Return the first part name not in use of a pattern such as `xl/charts/chart{}.xml`."""
        number = 1
        while pattern.format(number) in self:
            number += 1
        return pattern.format(number)

    def remove_orphans(self, candidates: list[str]) -> None:
        """Remove those of these parts that nothing points to any more, and what only they pointed to."""
        while candidates:
            name = candidates.pop()
            if name not in self or self._is_target(name):
                continue
            below = [each.target for each in self.relations(name) if not each.external]
            self.remove(name)
            candidates += below

    def _forget(self, stored: str) -> None:
        self._trees.pop(stored, None)
        self._relations.pop(part_key(stored), None)

    def _forget_types(self) -> None:
        """Drop the types of parts that were removed and not written again."""
        gone = {part_key(name) for name, content in self._parts.items() if content is None}
        if gone:
            types = self.tree(CONTENT_TYPES_PART)
            for each in [each for each in types if part_key(each.get("PartName", "")) in gone]:
                types.remove(each)

    def _is_target(self, name: str) -> bool:
        owners = (part_of_relations(each) for each in self.names() if each.lower().endswith(".rels"))
        return any(
            part_key(each.target) == part_key(name)
            for owner in owners
            for each in self.relations(owner)
            if not each.external
        )

    def _differs(self, name: str, content: bytes | None) -> bool:
        if name not in self._package:
            return content is not None
        return content is None or content != self._package.entry(name).content()


def relations_part(name: str) -> str:
    """Return where the relationships of a part lie."""
    folder, base = posixpath.split(name)
    return posixpath.join(folder, "_rels", f"{base}.rels")


def part_of_relations(name: str) -> str:
    """Return the part whose relationships these are."""
    folder, base = posixpath.split(name)
    return posixpath.join(posixpath.dirname(folder), base[: -len(".rels")])


def parsed(content: bytes, name: str) -> etree._Element:
    """Return the root of this XML. Raise StoreRefused for XML that is broken, or brings entities of its own."""
    if brings_entities(content):
        raise StoreRefused("workbook_damaged", part=name)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, remove_blank_text=False)
    try:
        return etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise StoreRefused("workbook_damaged", part=name) from error


def brings_entities(content: bytes) -> bool:
    """Return whether XML declares entities of its own, which no honest part does."""
    return re.search(rb"<!(DOCTYPE|ENTITY)", content) is not None or b"<\0!\0D\0" in content


def in_utf8(content: bytes, name: str) -> bytes:
    """Return XML in UTF-8, which is what all but a few odd programs write. Raise StoreRefused for what isn't XML."""
    content = content.removeprefix(codecs.BOM_UTF8)
    declared = _ENCODING.match(content)
    encoding = next((each for mark, each in _MARKS.items() if content.startswith(mark)), None)
    if encoding is None and declared:
        encoding = declared[1].decode().lower()
        if encoding in _AS_IT_IS:
            return content
        if encoding.startswith("utf-16"):
            # Said in single bytes it isn't so: programs write it who declare a text before they encode it.
            encoding = "utf-8"
    if encoding is None:
        return content
    try:
        return _DECLARATION.sub(xml.XML_DECLARATION.strip(), content.decode(encoding)).encode()
    except (LookupError, UnicodeError) as error:
        raise StoreRefused("workbook_damaged", part=name) from error


def number(element: etree._Element, attribute: str, default: int = 0) -> int:
    """Return the whole number in an attribute. Raise StoreRefused where something else stands there."""
    written = element.get(attribute)
    try:
        return default if written is None else int(written)
    except ValueError as error:
        raise StoreRefused("workbook_damaged", part=etree.QName(element).localname) from error


def serialised(root: etree._Element) -> bytes:
    """Return the XML of this tree as Excel begins it."""
    return xml.XML_DECLARATION.encode() + etree.tostring(root)


def _relations_in(root: etree._Element, owner: str) -> tuple[Relation, ...]:
    return tuple(_relation(each, owner) for each in root.iter(f"{{{xml.RELATIONSHIPS}}}Relationship"))


def _relation(element: etree._Element, owner: str) -> Relation:
    target, external = element.get("Target", ""), element.get("TargetMode") == "External"
    if not external:
        target = unquote(target.partition("#")[0]) if "%" in target else target.partition("#")[0]
        target = posixpath.normpath(posixpath.join("/", posixpath.dirname(owner), target)).lstrip("/")
    return Relation(element.get("Id", ""), element.get("Type", ""), target, external)
