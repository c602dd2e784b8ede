"""An invented statute in two versions, in the format of the files that are imported."""

OLD = """# 演示条例

2020年1月2日 演示市人民代表大会常务委员会通过

<!-- INFO END -->

## 第一章 总则

第一条 为了演示，制定本条例。

第二条 演示应当遵循下列原则：

（一）清楚；

（二）完整：

1.有头；

2.有尾。

演示的办法由演示机关规定。

## 第二章 责任

第三条 违反本条例的，处一百元罚款。

## 第三章 附则

第四条 本条例自2020年3月1日起施行。
"""
NEW = OLD.replace("处一百元罚款", "处五十元罚款").replace(
    "## 第三章 附则\n\n第四条 本条例自2020年3月1日起施行。",
    "第三条之一 主动改正的，不予处罚。\n\n## 第三章 附则\n\n第五条 本条例自2025年8月1日起施行。",
)
INVENTED = {"2020-01-02": OLD, "2025-06-01": NEW}
"""By the day of the version. The second changes 第三条, adds 第三条之一, drops 第四条 and adds 第五条."""
