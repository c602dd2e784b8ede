"""Why a paper cannot be rendered. Each error's text is one Chinese sentence with its cure, fit for a page."""

from __future__ import annotations

from collections.abc import Sequence

from mingjing.law.terms import Field


class CannotRender(ValueError):
    """The paper was not rendered; nothing was written."""


class UnknownPaper(CannotRender):
    def __init__(self, paper: str) -> None:
        super().__init__(f"没有“{paper[:60]}”这种文书：请从文书目录里选择。")


class NoFonts(CannotRender):
    """No Chinese serif on this machine. Everything but PDFs works."""


class TooLong(CannotRender):
    def __init__(self, length: int, most: int) -> None:
        super().__init__(
            f"文书共 {length:,} 字，超过 {most:,} 字的上限：请把长材料作为附件提交，文书里写明附件名称。"
        )


class Unprintable(CannotRender):
    """A control or invisible direction character: what is read would differ from what is stored."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)


class MissingGlyph(CannotRender):
    """The fonts at hand lack a character of the text; a blank in a decision would be worse than no decision."""

    def __init__(self, characters: str, family: str) -> None:
        self.characters = characters
        shown = "、".join(f"“{one}”（U+{ord(one):04X}）" for one in characters[:5]) or "文书里的某个字符"
        super().__init__(
            f"字体 {family} 里没有{shown}，打印出来会是空白，所以不予签发："
            "请改用规范汉字，或者安装含有该字的中文宋体后重试。"
        )


class BadLayout(CannotRender):
    """The agency's own layout cannot be used; the text says why and holds nothing of a case."""

    def __init__(self, file: str, sentence: str) -> None:
        self.file = file
        super().__init__(sentence)


class Unsettable(BadLayout):
    """The agency's own layout cannot be set."""

    def __init__(self, file: str, label: str, reason: str) -> None:
        super().__init__(
            file,
            f"本机关的版式 {file} 排不出《{label}》（{reason}），所以不予签发："
            "请改正版式，或者把它从 templates 文件夹移走，改用通用版式。",
        )


class Forgetful(BadLayout):
    """The agency's own layout leaves out what the paper states."""

    def __init__(self, file: str, labels: Sequence[str]) -> None:
        super().__init__(
            file,
            f"本机关的版式 {file} 没有印出：{'、'.join(labels)}，所以不予签发："
            "请在版式里补上，或者把它从 templates 文件夹移走，改用通用版式。",
        )


class Holes(CannotRender):
    """Mandatory elements are missing (rules §1.9)."""

    def __init__(self, label: str, fields: Sequence[Field]) -> None:
        self.fields = tuple(fields)
        names = "、".join(field.label for field in fields)
        super().__init__(f"{label}缺少必备要素：{names}。请补写后再签发。")
