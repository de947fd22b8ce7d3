"""Who stands above whom, as a nested list and as two drawings: in layers for wide screens, as a tree for narrow ones.

Plain data in, SVG out. A node may have several nodes above it. Lines that close a circle do not break anything: the
list shows each of its nodes once with what is below it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from html import escape

from ..rag import INK, WHITE
from .drawing import FONT_FAMILY, Box, coordinate, text_width

FONT_SIZE = 14
LINE = 18
EDGE = 8
GAP = 12
MAX_BOX_WIDTH = 220
DUMMY_WIDTH = 16
LANE = 10
STEP = 22
ACCENT = "#12436d"
DASHES = ' stroke-dasharray="6 4"'

Key = int | str
"""What tells nodes apart."""
Place = Key | tuple[Key, Key, int]
"""What tells the items of a layer apart: a node's key, or (above, below, layer) where a long line crosses a layer."""


@dataclass(frozen=True)
class Node:
    """One box: its key, what it is called, and where it leads ("" for nowhere)."""

    key: Key
    label: str
    url: str = ""


@dataclass(frozen=True)
class Link:
    """A line from a node to the one above it. A dashed one is not certain; `note` says why."""

    below: Key
    above: Key
    dashed: bool = False
    note: str = ""


@dataclass(frozen=True)
class Branch:
    """A node of the nested list, with the link to the one above it. `again`: what is below it is listed elsewhere."""

    node: Node
    link: Link | None
    below: tuple[Branch, ...]
    again: bool = False


def chain_tree(nodes: Sequence[Node], links: Sequence[Link]) -> list[Branch]:
    """The nested list: a node with several nodes above it is listed under each, with what is below it only once."""
    known = {node.key: node for node in nodes}
    order = {key: place for place, key in enumerate(known)}
    usable = [link for link in links if link.below in known and link.above in known]
    below: dict[Key, list[Link]] = {key: [] for key in known}
    for link in sorted(usable, key=lambda each: order[each.below]):
        below[link.above].append(link)
    has_above = {link.below for link in usable}
    listed: set[Key] = set()

    def branch(key: Key, link: Link | None) -> Branch:
        if key in listed:
            return Branch(known[key], link, (), again=bool(below[key]))
        listed.add(key)
        return Branch(known[key], link, tuple(branch(each.below, each) for each in below[key]))

    tops = [branch(key, None) for key in known if key not in has_above]
    # What is left belongs to a circle or hangs from one.
    tops += [branch(key, None) for key in known if key not in listed]
    return tops


def chain_drawing(nodes: Sequence[Node], links: Sequence[Link], *, width: int) -> str:
    """The wide drawing: the top in the first layer, lines downwards. Nodes without a line stand apart at the end.

    If the labels do not fit into the boxes of a layer, the drawing is the narrow one at this width.
    """
    linked = {key for link in links for key in (link.below, link.above)}
    layers = _layers([node for node in nodes if node.key in linked], links)
    alone = [node for node in nodes if node.key not in linked]
    if not all(_fits(layer, width) for layer in layers):
        return tree_drawing(nodes, links, width=width)
    drawn, height = _draw_layers(layers, links, width)
    more, height = _draw_alone(alone, width, height)
    return _svg(drawn + more, width, height)


def tree_drawing(nodes: Sequence[Node], links: Sequence[Link], *, width: int) -> str:
    """The narrow drawing: each node in a row of its own, below and to the right of the one above it."""
    pieces: list[str] = []
    y = 1.0

    def draw(branch: Branch, depth: int, above: Box | None) -> None:
        nonlocal y
        x = 1 + min(depth, 8) * STEP
        lines = _wrapped(branch.node.label, width - 1 - x - 2 * EDGE)
        box = Box(x, y, width - 1 - x, len(lines) * LINE + 2 * EDGE)
        y += box.height + GAP
        if above is not None:
            start, middle = above.x + STEP / 2, box.y + box.height / 2
            path = f"M{coordinate(start)} {coordinate(above.y + above.height)}V{coordinate(middle)}H{coordinate(x)}"
            pieces.insert(0, _path(path, dashed=bool(branch.link and branch.link.dashed)))
        pieces.append(_box(branch.node, box, lines))
        for each in branch.below:
            draw(each, depth + 1, box)

    for top in chain_tree(nodes, links):
        draw(top, 0, None)
    return _svg("".join(pieces), width, max(y - GAP + 1, 1))


@dataclass
class _Item:
    """What stands in a layer: a node, or (without one) the place where a long line crosses the layer."""

    key: Place
    node: Node | None
    above: list[Place]
    box: Box = field(default_factory=partial(Box, 0, 0, 0, 0))

    @property
    def middle(self) -> float:
        return self.box.x + self.box.width / 2


def _layers(nodes: Sequence[Node], links: Sequence[Link]) -> list[list[_Item]]:
    """Nodes by layer, each below all nodes above it. Links that close a circle are left out."""
    level, above = _levels(nodes, links)
    items = {node.key: _Item(node.key, node, []) for node in nodes}
    layers: list[list[_Item]] = [[] for _ in range(max(level.values(), default=-1) + 1)]
    for node in nodes:
        layers[level[node.key]].append(items[node.key])
    for node in nodes:
        for top in above[node.key]:
            previous: Place = top
            for between in range(level[top] + 1, level[node.key]):
                crossing = _Item((top, node.key, between), None, [previous])
                layers[between].append(crossing)
                previous = crossing.key
            items[node.key].above.append(previous)
    for _ in range(2):
        _untangle(layers)
    return layers


def _levels(nodes: Sequence[Node], links: Sequence[Link]) -> tuple[dict[Key, int], dict[Key, list[Key]]]:
    """The layer of each node, and the nodes above it without those that would close a circle."""
    keys = [node.key for node in nodes]
    above: dict[Key, list[Key]] = {
        key: [link.above for link in links if link.below == key and link.above in keys] for key in keys
    }
    level: dict[Key, int] = {}
    while len(level) < len(keys):
        free = [key for key in keys if key not in level and all(top in level for top in above[key])]
        if not free:
            first = next(key for key in keys if key not in level)
            above[first] = [top for top in above[first] if top in level]
            free = [first]
        for key in free:
            level[key] = max((level[top] + 1 for top in above[key]), default=0)
    for key in keys:  # a top with little below it stands close to that
        below = [level[each] for each in keys if key in above[each]]
        if not above[key] and below:
            level[key] = min(below) - 1
    return level, above


def _untangle(layers: Sequence[list[_Item]]) -> None:
    """Sort each layer by the places of what is above it, so that fewer lines cross."""
    place: dict[Place, float] = {}
    for layer in layers:
        own = {item.key: float(at) / max(len(layer), 1) for at, item in enumerate(layer)}
        wish = {
            item.key: sum(place.get(key, 0.0) for key in item.above) / len(item.above)
            if item.above
            else own[item.key]
            for item in layer
        }
        layer.sort(key=lambda item: (wish[item.key], own[item.key]))
        place |= {item.key: at / max(len(layer), 1) for at, item in enumerate(layer)}


def _box_width(layer: Sequence[_Item], width: int) -> float:
    boxes = sum(item.node is not None for item in layer)
    free = width - 2 - GAP * (len(layer) - 1) - DUMMY_WIDTH * (len(layer) - boxes)
    return min(MAX_BOX_WIDTH, free / boxes) if boxes else 0.0


def _fits(layer: Sequence[_Item], width: int) -> bool:
    """Whether every word of every label fits into its box."""
    room = _box_width(layer, width) - EDGE
    words = (word for item in layer if item.node for word in item.node.label.split())
    return room > 0 and all(text_width(word, FONT_SIZE) <= room for word in words)


def _draw_layers(layers: Sequence[Sequence[_Item]], links: Sequence[Link], width: int) -> tuple[str, float]:
    dashed = {(link.below, link.above): link.dashed for link in links}
    placed: dict[Place, _Item] = {}
    boxes, lines, y = [], [], 1.0
    for layer in layers:
        tops = list(dict.fromkeys(key for item in layer for key in item.above))
        y += (len(tops) + 2) * LANE if tops else 0
        lane = {key: y - (len(tops) - at) * LANE for at, key in enumerate(tops)}
        high = _place(layer, width, y)
        for item in layer:
            placed[item.key] = item
            for at, key in enumerate(item.above):
                shift = (at - (len(item.above) - 1) / 2) * DUMMY_WIDTH
                path = _line(placed[key], item, lane[key], item.middle + shift)
                lines.append(_path(path, dashed=_is_dashed(item, key, dashed)))
            if item.node:
                boxes.append(_box(item.node, item.box, _label_lines(item)))
            else:
                x, foot = coordinate(item.middle), coordinate(y + high)
                path = f"M{x} {coordinate(y)}V{foot}"
                lines.append(_path(path, dashed=_is_dashed(item, item.above[0], dashed)))
        y += high
    return "".join(lines + boxes), y


def _is_dashed(item: _Item, above: Place, dashed: dict[tuple[Key, Key], bool]) -> bool:
    """Whether the piece of a line that ends at this item is dashed. The key of a crossing names both ends."""
    top = above[0] if isinstance(above, tuple) else above
    below = item.key[1] if isinstance(item.key, tuple) else item.key
    return dashed.get((below, top), False)


def _place(layer: Sequence[_Item], width: int, y: float) -> float:
    """Give the items of a layer their boxes, in the middle of the drawing. Returns the layer's height."""
    wide = _box_width(layer, width)
    sizes = [wide if item.node else DUMMY_WIDTH for item in layer]
    x = (width - sum(sizes) - GAP * (len(layer) - 1)) / 2
    high = 0.0
    for item, size in zip(layer, sizes, strict=True):
        item.box = Box(x, y, size, 0)
        high = max(high, len(_label_lines(item)) * LINE + 2 * EDGE)
        x += size + GAP
    for item in layer:
        item.box = Box(item.box.x, y, item.box.width, high)
    return high


def _label_lines(item: _Item) -> list[str]:
    return _wrapped(item.node.label, item.box.width - EDGE) if item.node else []


def _line(top: _Item, item: _Item, lane: float, x: float) -> str:
    foot = coordinate(top.box.y + top.box.height)
    return f"M{coordinate(top.middle)} {foot}V{coordinate(lane)}H{coordinate(x)}V{coordinate(item.box.y)}"


def _draw_alone(nodes: Sequence[Node], width: int, y: float) -> tuple[str, float]:
    """Nodes without a line, in rows below the drawing."""
    pieces = []
    in_row = max(1, (width + GAP) // (MAX_BOX_WIDTH + GAP))
    for start in range(0, len(nodes), in_row):
        row = [_Item(node.key, node, []) for node in nodes[start : start + in_row]]
        y += 2 * GAP if y > 1 else 0
        high = _place(row, width, y)
        pieces += [_box(item.node, item.box, _label_lines(item)) for item in row if item.node]
        y += high
    return "".join(pieces), y


def _wrapped(label: str, room: float) -> list[str]:
    """The label in lines that fit the room. A longer word has a line of its own."""
    lines: list[str] = []
    for word in label.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(longer, FONT_SIZE) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _path(path: str, *, dashed: bool) -> str:
    return f'<path d="{path}" fill="none" stroke="{INK}" stroke-width="1.5"{DASHES if dashed else ""}/>'


def _box(node: Node, box: Box, lines: Sequence[str]) -> str:
    drawn = box.rect(f'rx="3" fill="{WHITE}" stroke="{ACCENT}" stroke-width="1.5"') + "".join(
        _label(box, lines)
    )
    if not node.url:
        return drawn
    return f'<a href="{escape(node.url)}" tabindex="-1">{drawn}</a>'


def _label(box: Box, lines: Sequence[str]) -> Iterator[str]:
    x = box.x + box.width / 2
    y = box.y + (box.height - len(lines) * LINE) / 2 + FONT_SIZE
    for number, words in enumerate(lines):
        yield (
            f'<text x="{coordinate(x)}" y="{coordinate(y + number * LINE)}" text-anchor="middle">'
            f"{escape(words)}</text>"
        )


def _svg(drawn: str, width: int, height: float) -> str:
    """The drawing. It is hidden from screen readers, and its links from the keyboard: the nested list has them all."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" aria-hidden="true" viewBox="0 0 {width} {coordinate(height + 1)}"'
        f' width="{width}" height="{coordinate(height + 1)}" font-family="{FONT_FAMILY}" font-size="{FONT_SIZE}"'
        f' fill="{INK}">{drawn}</svg>'
    )
